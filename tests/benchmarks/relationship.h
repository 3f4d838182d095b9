/* What a relationship is: who is met, its quality, price and switching cost. */

#include "luck.h"

RULE const Firm *side_of(Job *job, const Customer *customer) {
  return job->sides + customer->firm + job->nobody * (customer->aside > 0);
}

RULE double quality_of(const Customer *customer) {
  return 0.5 * (customer->satisfaction + customer->trust);
}

RULE double own_price(const Customer *customer, const Firm *firm, World *world) {
  if (firm->loyalty_discount == 0.0) return firm->offer;
  double tenure = (world->period - customer->start) * world->months / 12.0;
  return firm->offer * (1.0 - firm->loyalty_discount * smaller(tenure * 0.5, 1.0));
}

RULE double net_of_points(double price, const Firm *firm) {
  return price * (1.0 - firm->reward_rate);
}

RULE double switching_cost(const Customer *customer, double price, double settled,
                           const Firm *firm, Theory *theory) {
  double points = 0.0;
  if (customer->points > 0.0) {
    double uses = customer->points / (price * customer->spend);
    points = customer->price_sensitivity_now * uses / theory->look_ahead;
    if (theory->goal_gradient > 0.0)
      points *= 1.0 + theory->goal_gradient *
          (firm->reward_threshold > 0.0 ? smaller(1.0, uses / firm->reward_threshold) : 1.0);
  }
  double procedural = theory->procedural_cost * settled;
  double relational = theory->relational_cost * customer->social_bond;
  double structural = theory->structural_cost * customer->structural_bond;
  return theory->switching_cost_scale * (procedural + points + relational + structural);
}
