/* The pass `choose`: needs arise, customers with a reason review, stay, switch or leave. */

#include "relationship.h"

RULE double boredom(const Customer *customer, Theory *theory) {
  double satiation = customer->satiation;
  double counted = satiation < theory->satiation_cap ? satiation : theory->satiation_cap;
  return (double)customer->variety_seeking * counted;
}

RULE double gumbel(double luck) { return -log(-log(luck)); }

RULE int reconsiders(Job *job, const Customer *customer, double luck) {
  Theory *theory = job->theory;
  const Firm *firm = side_of(job, customer);
  double price = net_of_points(own_price(customer, firm, job->world), firm);
  double chance = (double)customer->restlessness + customer->harm;
  if (customer->doubt > 0) chance += theory->doubt_review;
  double missing = (1.0 - customer->satisfaction) * (1.0 - customer->satisfaction);
  chance += theory->dissatisfaction_review * 1.0 * missing * missing;
  chance += theory->price_review * customer->price_sensitivity_now *
            positive(price / job->world->lowest_price - 1.0);
  return luck < smaller(1.0, chance);
}

RULE double utility(Job *job, const Customer *customer, int j, double peers) {
  Theory *theory = job->theory;
  World *world = job->world;
  int own = customer->firm == j;
  const Firm *firm = own ? side_of(job, customer) : job->sides + j;
  double price = 0.0, net = firm->net_offer;
  if (own) {
    price = own_price(customer, firm, world);
    net = net_of_points(price, firm);
  }
  double value = theory->belief_weight * (customer->belief[j] - firm->tarnish) -
                 customer->price_sensitivity_now * (net / world->price_level - 1.0) +
                 theory->reference_weight * peers;
  if (own) {
    value += theory->satisfaction_weight * (2.0 * customer->satisfaction - 1.0) +
             theory->trust_weight * (customer->trust - theory->trust_start) -
             theory->harm_weight * customer->harm;
    int64_t tenure = (int64_t)(world->period - customer->start);
    value += switching_cost(customer, price, job->settled[tenure], firm, theory);
    value -= boredom(customer, theory);
    value += theory->convenience_effort * firm->convenience;
  }
  return value;
}

RULE int why(Job *job, const Customer *customer, int winner, const double *peers) {
  if (winner < 0) return LEFT_MARKET;
  if (customer->harm > 0.0) return customer->last_outcome == SILENT ? FAILURE : POOR_RECOVERY;
  Theory *theory = job->theory;
  const Firm *present = side_of(job, customer), *other = job->sides + winner;
  double price = net_of_points(own_price(customer, present, job->world), present);
  double saving = price - other->net_offer;
  saving *= customer->price_sensitivity_now / job->world->price_level;
  double better = customer->belief[winner] - other->tarnish;
  double belief =
      theory->belief_weight * (better - (customer->belief[customer->firm] - present->tarnish));
  double approval = theory->reference_weight * (peers[winner] - peers[customer->firm]);
  double best = 0.0;
  int reason = NO_BOND;
  if (saving > best) best = saving, reason = PRICE;
  if (belief > best) best = belief, reason = PULL;
  if (approval > best) best = approval, reason = PEERS;
  if (boredom(customer, theory) > best) reason = BOREDOM;
  return reason;
}

RARE int compare_offers(Job *job, const Customer *customer, int64_t row, uint64_t number,
                        int *reason) {
  double peers[FIRMS] = {0.0};
  int64_t low = job->offsets[row], high = job->offsets[row + 1];
  for (int64_t k = low; k < high; k++) {
    int firm = job->before[job->neighbours[k]];
    if (firm >= 0) peers[firm] += 1.0;
  }
  if (high > low)
    for (int j = 0; j < FIRMS; j++) peers[j] /= high - low;
  int winner = -1;
  double best = job->theory->outside_utility + gumbel(draw(job, LUCK_CHOICE, number));
  for (int j = 0; j < FIRMS; j++) {
    if (job->sides[j].present <= 0.0) continue;
    double value = utility(job, customer, j, peers[j]);
    value += gumbel(uniform(key_of(job, LUCK_CHOICE, j), number));
    if (value > best) best = value, winner = j;
  }
  *reason = LEFT_MARKET;
  if (customer->firm >= 0 && winner != customer->firm)
    *reason = why(job, customer, winner, peers);
  return winner;
}

RARE int64_t move(Job *job, Customer *customer, int winner, int reason, uint64_t number,
                  int64_t ended) {
  Tally *tallies = job->tallies;
  int own = customer->firm;
  if (own >= 0) {
    Tally *tally = tallies + own;
    tally->lost += 1.0;
    ROW_losses(tally)[reason] += 1.0;
    tally->points_forfeited += customer->points;
    tally->surplus -= customer->points;
    struct spell *spell = job->departures + ended++;
    spell->customer = (int64_t)number;
    spell->start = customer->start;
    spell->end = (int32_t)job->world->period;
    spell->satisfaction = (float)customer->satisfaction;
    spell->firm = customer->firm;
    spell->segment = customer->segment;
    spell->reason = (int8_t)reason;
    customer->ever_left |= 1 << own;
  }
  if (winner < 0) {
    customer->firm = -1;
    customer->start = (int32_t)job->world->period;
    customer->points = 0.0;
    return ended;
  }
  Tally *tally = tallies + winner;
  if ((customer->ever_left >> winner) & 1) tally->won_back += 1.0;
  else tally->acquired += 1.0;
  if (reason != ASSIGNED) {
    tally->won_by_choice += 1.0;
    if ((customer->heard_good >> winner) & 1) tally->referrals += 1.0;
  }
  BEGIN_AGAIN(customer, job->newborn);
  customer->firm = (int8_t)winner;
  customer->start = (int32_t)job->world->period;
  customer->aware |= 1 << winner;
  if (job->sides[winner].aims > 0.0) customer->aside = 1;
  return ended;
}

RULE void count_stay(Job *job, const Customer *customer, int stayed) {
  double *stays = job->stays + (int64_t)customer->firm * STAYS * 2;
  int severity = customer->last_severity > 0.6 ? 2 : customer->last_severity >= 0.4 ? 1 : 0;
  int failures = customer->failures > 2 ? 2 : customer->failures;
  int ladder = (customer->last_outcome * SEVERITIES + severity) * COUNTS + failures;
  stays[ladder * 2 + stayed] += 1.0;
  int place = (int)(quality_of(customer) * 100.0);
  stays[(LADDER + (place < QUALITY_BINS ? place : QUALITY_BINS - 1)) * 2 + stayed] += 1.0;
}

static int draw_needs(Job *job, int64_t tile, uint64_t *numbers, double luck[2][TILE]) {
  int size = number_tile(job, tile, numbers);
  stage(key_of(job, LUCK_NEED, job->nobody), numbers, size, luck[0]);
  stage(key_of(job, LUCK_REVIEW, job->nobody), numbers, size, luck[1]);
  return size;
}

/* The luck of the pass and nothing else, for its price. */
int64_t luck_to_choose(Job *job) {
  uint64_t numbers[TILE];
  double luck[2][TILE], sum = 0.0;
  for (int64_t tile = 0; tile < job->rows; tile += TILE)
    sum += luck[draw_needs(job, tile, numbers, luck) & 1][0];
  return sum > 1e300;
}

int64_t choose(Job *job) {
  World *world = job->world;
  if (world->contracts > 0.0 || world->introduces > 0.0 || world->freedom < 1.0) return -1;
  int64_t ended = 0, width = job->nobody + 1;
  int year_begins = world->period >= 0.0 && fmod(world->period, world->periods_per_year) == 0.0;
  uint64_t numbers[TILE];
  double luck[2][TILE];
  for (int64_t tile = 0; tile < job->rows; tile += TILE) {
    int size = draw_needs(job, tile, numbers, luck);
    for (int i = 0; i < size; i++) {
      Customer *customer = job->customers + tile + i;
      int64_t row = job->first + tile + i;
      int own = customer->firm;
      if (year_begins) customer->cohort = (int8_t)own;
      job->tallies[own >= 0 ? own : job->nobody].opened += 1.0;
      if (own >= 0 && job->sides[own].present <= 0.0) {
        ended = move(job, customer, -1, CLOSED, numbers[i], ended);
        own = -1;
      }
      int need = luck[0][i] < customer->need_rate * world->demand;
      customer->wants = (int8_t)need;
      if (need) {
        int winner = own, reason = ASSIGNED;
        if (own < 0 || reconsiders(job, customer, luck[1][i])) {
          winner = compare_offers(job, customer, row, numbers[i], &reason);
          if (own >= 0) job->tallies[own].reviews += 1.0;
        }
        if (own >= 0 && world->period >= 0.0) count_stay(job, customer, winner == own);
        if (winner != own) ended = move(job, customer, winner, reason, numbers[i], ended);
        customer->doubt = 0;
        customer->heard_good = 0;
        if (customer->firm >= 0) job->tallies[customer->firm].wanted += 1.0;
      }
      int before = job->before[row] < 0 ? (int)job->nobody : job->before[row];
      int after = customer->firm < 0 ? (int)job->nobody : customer->firm;
      job->moves[before * width + after] += 1.0;
    }
  }
  return ended;
}
