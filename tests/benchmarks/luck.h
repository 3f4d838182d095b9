/* The passes `choose` and `experience` in plain C: what the engine is measured against.

   Written from the rules of relsim/behaviour, over the very memory of the engine's tables
   (layout.h is written on the spot from their types), with the same luck. It holds what is on
   by default. What no firm of the market measured asks for (contracts, introductory offers,
   assigned customers) and what is off by default (awareness, talkers, drifting spend, trust in
   claims) is left out, not switched off: C that knows the market is the harder yardstick.
   Every sum is in the order of the engine's, so that results are the same to the bit. */

#include <math.h>
#include <stdint.h>
#include "layout.h"

#define TILE 256
#define RARE static __attribute__((noinline))
#define RULE static inline __attribute__((always_inline))

typedef struct customer Customer;
typedef struct firm Firm;
typedef struct tally Tally;
typedef const struct theory Theory;
typedef const struct world World;

struct job {
  Customer *customers;
  int64_t rows, first, nobody;
  const int8_t *before;
  const int32_t *offsets;
  const int32_t *neighbours;
  const Firm *sides;
  Theory *theory;
  World *world;
  const double *settled, *severities;
  const Customer *newborn;
  const uint64_t *keys;
  Tally *tallies;
  double *moves, *stays;
  struct spell *departures;
  struct message *messages;
};
typedef const struct job Job;

RULE double share(double x) { return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x; }
RULE double positive(double x) { return x > 0.0 ? x : 0.0; }
RULE double smaller(double a, double b) { return a < b ? a : b; }

/* Luck. */

RULE double uniform(uint64_t key, uint64_t number) {
  uint64_t x = key + (number + 1) * 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  x ^= x >> 31;
  return (double)(x >> 12) * 0x1p-52 + 0x1p-53;
}

RULE uint64_t key_of(Job *job, int purpose, int64_t firm) {
  return job->keys[purpose * (job->nobody + 1) + firm];
}

RULE double draw(Job *job, int purpose, uint64_t number) {
  return uniform(key_of(job, purpose, job->nobody), number);
}

static void stage(uint64_t key, const uint64_t *numbers, int size, double *luck) {
  for (int i = 0; i < size; i++) luck[i] = uniform(key, numbers[i]);
}

RULE double middle_quantile(double q) {
  double r = 0.180625 - q * q;
  double above = 2509.0809287301226727 * r + 33430.575583588128105;
  above = above * r + 67265.770927008700853;
  above = above * r + 45921.953931549871457;
  above = above * r + 13731.693765509461125;
  above = above * r + 1971.5909503065514427;
  above = above * r + 133.14166789178437745;
  above = above * r + 3.387132872796366608;
  double below = 5226.495278852545925 * r + 28729.085735721942674;
  below = below * r + 39307.89580009271061;
  below = below * r + 21213.794301586595867;
  below = below * r + 5394.1960214247511077;
  below = below * r + 687.1870074920579083;
  below = below * r + 42.313330701600911252;
  below = below * r + 1.0;
  return q * above / below;
}

RARE double tail_quantile(double q, double luck) {
  double r = sqrt(-log(q < 0.0 ? luck : 1.0 - luck)), above, below;
  if (r > 5.0) {
    r -= 5.0;
    above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5;
    above = above * r + 0.0012426609473880784386;
    above = above * r + 0.026532189526576123093;
    above = above * r + 0.29656057182850489123;
    above = above * r + 1.7848265399172913358;
    above = above * r + 5.4637849111641143699;
    above = above * r + 6.6579046435011037772;
    below = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7;
    below = below * r + 1.8463183175100546818e-5;
    below = below * r + 7.868691311456132591e-4;
    below = below * r + 0.0148753612908506148525;
    below = below * r + 0.13692988092273580531;
    below = below * r + 0.59983220655588793769;
    below = below * r + 1.0;
  } else {
    r -= 1.6;
    above = 7.7454501427834140764e-4 * r + 0.0227238449892691845833;
    above = above * r + 0.24178072517745061177;
    above = above * r + 1.27045825245236838258;
    above = above * r + 3.64784832476320460504;
    above = above * r + 5.7694972214606914055;
    above = above * r + 4.6303378461565452959;
    above = above * r + 1.42343711074968357734;
    below = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4;
    below = below * r + 0.0151986665636164571966;
    below = below * r + 0.14810397642748007459;
    below = below * r + 0.68976733498510000455;
    below = below * r + 1.6763848301838038494;
    below = below * r + 2.05319162663775882187;
    below = below * r + 1.0;
  }
  double value = above / below;
  return q < 0.0 ? -value : value;
}

RULE double normal(double luck) {
  double q = luck - 0.5;
  return -0.425 <= q && q <= 0.425 ? middle_quantile(q) : tail_quantile(q, luck);
}

static void make_normal(const double *luck, int size, double *normals) {
  int tails[TILE], count = 0;
  for (int i = 0; i < size; i++) normals[i] = middle_quantile(luck[i] - 0.5);
  for (int i = 0; i < size; i++) {
    double q = luck[i] - 0.5;
    tails[count] = i;
    count += (q < -0.425) | (q > 0.425);
  }
  for (int k = 0; k < count; k++)
    normals[tails[k]] = tail_quantile(luck[tails[k]] - 0.5, luck[tails[k]]);
}

RULE double quantile(const double *table, double luck) {
  double place = (log(luck / (1.0 - luck)) + 36.0) * (2048.0 / 72.0);
  if (place <= 0.0) return table[0];
  int64_t node = (int64_t)place;
  if (node >= 2048) return table[2048];
  double low = table[node];
  return low + (place - node) * (table[node + 1] - low);
}

RULE int number_tile(Job *job, int64_t tile, uint64_t *numbers) {
  int64_t population = (int64_t)job->world->population;
  int size = job->rows - tile < TILE ? (int)(job->rows - tile) : TILE;
  for (int i = 0; i < size; i++)
    numbers[i] = job->first + tile + i + job->customers[tile + i].generation * population;
  return size;
}
