"""Files of every shape in three dialects: `python -m tests.study.shapes` writes them anew."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).parents[1] / "data" / "shapes"
LAST = date(2025, 6, 30)
TERMS = {"Month-to-month": "monatlich", "One year": "1 Jahr", "Two year": "2 Jahre"}


def customers():
    """Return id, months, contract, spend, whether gone: 36 customers of three contracts."""
    rows = []
    for number in range(36):
        kind = number % 3
        tenure = 1 + (number * 7) % (12 + 9 * kind)
        gone = (number * 5) % (2 + 2 * kind) == 0
        rows.append((f"C{number:03d}", tenure, [*TERMS][kind], 20.5 + number % 9, gone))
    return rows


def purchases():
    """Return id, date and amount: twelve customers, the later ones fall silent."""
    rows = []
    for who in range(12):
        for time in range(6 - who % 5):
            day = date(2023, 1 + (who + 2 * time) % 12, 3 + who)
            rows.append((f"K{who:02d}", day, 1250.5 + 10 * who + time))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def triangle():
    """Return name, size and shares left of four cohorts, each a month shorter."""
    kept = ((1.0, 0.932, 0.881, 0.84), (1.0, 0.928, 0.875), (1.0, 0.94), (1.0,))
    return [
        (f"{month} 2025", size, shares)
        for month, size, shares in zip(
            ("Jan", "Feb", "Mar", "Apr"), (1250, 377, 401, 388), kept, strict=True
        )
    ]


def answers():
    """Return satisfaction, recommendation and whether gone of thirty customers."""
    return [
        (1 + number % 10, "" if number % 11 == 3 else number % 11, number % 10 < 4 and number % 3)
        for number in range(30)
    ]


def month_before(last, months):
    return date(last.year + (last.month - 1 - months) // 12, (last.month - 1 - months) % 12 + 1, 15)


def comma(value):
    return f"{value:.2f}".replace(".", ",")


def write(name, rows, separator=","):
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator="\n").writerows(rows)


def book(name, rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(FOLDER / name)


def write_customers():
    rows = customers()
    write(
        "customers_english.csv",
        [
            ("customerID", "tenure", "Contract", "MonthlyCharges", "Churn"),
            *((i, t, k, f"{s:.2f}", "Yes" if gone else "No") for i, t, k, s, gone in rows),
        ],
    )
    write(
        "customers_continental.csv",
        [
            ("Kundennummer", "Laufzeit", "Vertrag", "Umsatz", "Gekündigt"),
            *((i, t, TERMS[k], comma(s), "ja" if gone else "nein") for i, t, k, s, gone in rows),
        ],
        ";",
    )
    # Dates instead of durations; who is still there has no end.
    spans = []
    for place, (who, tenure, kind, spend, gone) in enumerate(rows):
        last = date(2025, 6, 15) if not gone else month_before(date(2025, 6, 15), place % 4)
        spans.append(
            (who, month_before(last, tenure), last if gone else None, kind, round(spend, 2))
        )
    book("customers_excel.xlsx", [("Customer", "Start", "End", "Contract", "Spend"), *spans])
    write(
        "broken_customers_flag.csv",
        [("id", "tenure", "churn"), (1, 3, "yes"), (2, 4, "maybe"), (3, 5, "no")],
    )
    write(
        "broken_customers_decimals.csv",
        [("id", "tenure", "spend", "churn"), (1, 3, "1.250,5", "1"), (2, 4, "1,250.5", "0")],
        ";",
    )
    write(
        "broken_customers_ends.csv",
        [("id", "start", "end"), (1, "2024-03-01", "2024-02-01"), (2, "2024-01-01", "")],
    )


def write_purchases():
    rows = purchases()
    write(
        "transactions_english.csv",
        [
            ("customer_id", "date", "amount"),
            *((i, f"{d:%m/%d/%Y}", f"{a:,.2f}") for i, d, a in rows),
        ],
    )
    write(
        "transactions_continental.csv",
        [("Kunde", "Datum", "Betrag"), *((i, f"{d:%d.%m.%Y}", comma(a)) for i, d, a in rows)],
        ";",
    )
    book("transactions_excel.xlsx", [("Client", "Order date", "Value"), *rows])
    write(
        "broken_transactions_date.csv",
        [("id", "date"), (1, "2024-03-01"), (1, "2024-03-02"), (2, "31 of March")],
    )
    write("broken_transactions_days.csv", [("id", "date"), (1, "03/04/2024"), (2, "05/04/2024")])


def write_triangles():
    rows = triangle()
    heads = [
        (name, size, *(round(size * share) for share in shares), *[""] * (4 - len(shares)))
        for name, size, shares in rows
    ]
    write("triangle_english.csv", [("Cohort", "Size", 0, 1, 2, 3), *heads])
    percent = [
        (name, size, *(f"{100 * share:.1f} %".replace(".", ",") for share in shares))
        for name, size, shares in rows
    ]
    write("triangle_continental.csv", [("Kohorte", "Größe", "M0", "M1", "M2", "M3"), *percent], ";")
    book(
        "triangle_excel.xlsx",
        [
            ("Customers who are still with us",),
            (None, "Customers", "Months after the first"),
            ("Cohort", None, 0, 1, 2, 3),
            *((name, size, *shares) for name, size, shares in rows),
            ("Total", 2416, 1.0, None, None, None),
        ],
    )
    for name, separator, form, many in (
        ("english", ",", "{:%b %Y}", str),
        ("continental", ";", "{:%d.%m.%Y}", lambda share: f"{100 * share:.1f} %".replace(".", ",")),
        ("excel", "", "", float),
    ):
        write_by_date(name, separator, form, many)
    early = [("Cohort", "2025-01", "2025-02", "2025-03"), ("2025-02", 7, 100, 90)]
    write("broken_triangle_early.csv", early)
    write("broken_triangle_weeks.csv", [("Cohort", "2025-01", "2025-02"), ("soon", 100, 90)])
    write("broken_triangle_grows.csv", [("Cohort", 0, 1, 2), ("Jan", 100, 90, 95)])
    write(
        "broken_triangle_start.csv", [("Cohort", 0, 1, 2), ("Jan", "", 90, 85), ("Feb", 9, 8, "")]
    )
    write(
        "broken_triangle_percent.csv", [("Cohort", 0, 1), ("Jan", "100 %", "90"), ("Feb", 100, 9)]
    )


def write_by_date(name, separator, form, many):
    """Write the same triangle with dates above: each cohort begins a column later."""
    months = [date(2025, month, 1) for month in range(1, 5)]
    said = [form.format(month) if form else month for month in months]
    rows = [
        (said[place], size, *[None] * place, *map(many, kept), *[None] * (4 - place - len(kept)))
        for place, (_, size, kept) in enumerate(triangle())
    ]
    if separator:
        write(f"triangle_dates_{name}.csv", [("Cohort", "Size", *said), *rows], separator)
    else:
        book(f"triangle_dates_{name}.xlsx", [("Cohort", "Size", *said), *rows])


def write_answers():
    rows = answers()
    write(
        "survey_english.csv",
        [("satisfaction_1_10", "nps", "churned"), *((s, n, int(bool(g))) for s, n, g in rows)],
    )
    write(
        "survey_continental.csv",
        [
            ("Zufriedenheit", "Weiterempfehlung", "Abgewandert"),
            *((f"{s},0", n, "ja" if g else "nein") for s, n, g in rows),
        ],
        ";",
    )
    book(
        "survey_excel.xlsx",
        [
            ("Rating", "Recommend", "Left"),
            *((s, None if n == "" else n, bool(g)) for s, n, g in rows),
        ],
    )
    write("broken_survey_nobody.csv", [("nps", "churn"), ("", 1), ("", 0)])
    write("broken_survey_word.csv", [("nps", "churn"), ("often", 1), (9, 0)])


def main():
    FOLDER.mkdir(exist_ok=True)
    write_customers()
    write_purchases()
    write_triangles()
    write_answers()
    write("broken_unknown.csv", [("colour", "shade"), ("red", 1)])


if __name__ == "__main__":
    main()
