/* The pass `experience`: encounter, failure, recovery, satisfaction, trust, bonds, money. */

#include "relationship.h"

RULE double negativity_of(const Customer *customer, Theory *theory) {
  return theory->born_negativity * (double)customer->negativity +
         (1.0 - theory->born_negativity) * customer->negativity_made;
}

struct use { double net_price, paid, delivered; };

RULE struct use begin_use(Customer *customer, double taste, double noise, const Firm *firm,
                          Theory *theory, World *world, Tally *tally) {
  double price = own_price(customer, firm, world), amount = customer->spend;
  double paid = price * amount;
  customer->spent += paid;
  tally->uses += 1.0;
  tally->revenue += paid;
  tally->service_cost += firm->unit_cost * amount;
  if (firm->loyalty_discount != 0.0) tally->discounts += (firm->offer - price) * amount;
  if (customer->start < 0 && 0 <= world->period)
    tally->founder_margin += paid - firm->unit_cost * amount;
  if (firm->reward_rate > 0.0 || customer->points > 0.0) {
    double earned = firm->reward_rate * paid, held = customer->points + earned;
    double kept = held >= firm->reward_threshold * (price * customer->spend) ? 0.0 : held;
    tally->points_earned += earned;
    tally->points_redeemed += held - kept;
    customer->spent -= held - kept;
    customer->points = kept;
  }
  double net = net_of_points(price, firm);
  double fit = theory->taste_spread * taste;
  fit += theory->knowing_quality * (double)customer->known;
  double core = firm->quality + firm->improvement + firm->joint +
                theory->joint_value * customer->structural_bond;
  double blur = theory->quality_noise * (1.0 - firm->consistency) * noise;
  return (struct use){net, net * amount, share(core * firm->delivery + fit + blur)};
}

RULE double experience_of(double delivered, double trust, double severity, Theory *theory,
                          World *world) {
  double process = theory->process_base + theory->process_trust * trust;
  double outcome = world->observability * delivered + (1.0 - world->observability) * process;
  return outcome - theory->severity_weight * severity;
}

RULE double comfort_of(const Firm *firm, Theory *theory, World *world) {
  double process = theory->setting_process * firm->setting;
  return theory->convenience_experience * firm->convenience +
         (1.0 - world->observability) * process;
}

RULE double feel(double experience, double expectation, double negativity, Theory *theory) {
  double gap = experience - expectation;
  gap *= gap < 0.0 ? theory->loss_aversion : 1.0;
  double level = theory->felt_slope * (experience - theory->felt_centre);
  return share(0.5 + level + gap - theory->negativity_weight * negativity);
}

RULE void take_in(Customer *customer, double experience, double felt, int unresolved,
                  struct use use, const Firm *firm, Theory *theory, World *world, Tally *tally) {
  double expectation = customer->belief[customer->firm], gap = experience - expectation;
  tally->experience += experience;
  tally->expectation_error += gap >= 0.0 ? gap : -gap;
  double utils = theory->belief_weight * experience -
                 customer->price_sensitivity_now * (use.net_price / world->price_level - 1.0) +
                 theory->relational_cost * customer->social_bond - theory->outside_utility;
  tally->surplus += utils * (world->price_level * customer->spend) /
                    customer->price_sensitivity_now;
  double now = customer->satisfaction;
  customer->satisfaction = share(now + theory->satisfaction_rate * (felt - now));
  double rate = theory->expectation_rate + theory->education_expectation * firm->education;
  customer->belief[customer->firm] = share(expectation + rate * (experience - expectation));
  double made = customer->negativity_made;
  customer->negativity_made = unresolved ? made + theory->negativity_gain * (1.0 - made)
                                         : made - theory->negativity_loss * made;
}

RULE double go_well(Customer *customer, struct use use, const Firm *firm, Theory *theory,
                    World *world, Tally *tally) {
  double experience = experience_of(use.delivered, customer->trust, 0.0, theory, world);
  experience += comfort_of(firm, theory, world);
  double expectation = customer->belief[customer->firm];
  double felt = feel(experience, expectation, negativity_of(customer, theory), theory);
  felt = share(felt + theory->hospitality_feeling * firm->hospitality);
  customer->harm = 0.0;
  customer->last_outcome = FINE;
  customer->last_severity = 0.0f;
  take_in(customer, experience, felt, 0, use, firm, theory, world, tally);
  return felt;
}

RULE double logistic(double x) {
  if (x >= 0.0) return 1.0 / (1.0 + exp(-x));
  double weight = exp(x);
  return weight / (1.0 + weight);
}

RULE int is_handled(Job *job, const Customer *customer, const Firm *firm, double severity,
                    uint64_t number) {
  Theory *theory = job->theory;
  if (firm->level > 0.0) {
    double chance = logistic(theory->voice_base +
                             theory->voice_encouragement * firm->encouragement +
                             theory->voice_severity * severity +
                             theory->voice_bond * customer->social_bond);
    chance *= firm->channel > MACHINE - 0.5 ? firm->human_fallback : 1.0;
    if (draw(job, LUCK_VOICE, number) < chance) return 1;
  }
  return draw(job, LUCK_FOUND, number) < firm->found;
}

RULE double harm_left(double severity, double repair, int fast, Theory *theory) {
  double damage = smaller(1.0, theory->harm_base + theory->harm_severity * severity);
  double mended = positive(2.0 * repair - 1.0);
  if (!fast) mended *= 1.0 - theory->late_harm;
  return damage * (1.0 - mended);
}

RULE double recover(Job *job, Customer *customer, const Firm *firm, Tally *tally, int own_fault,
                    double severity, double negativity, double felt, double without, double paid,
                    uint64_t number) {
  Theory *theory = job->theory;
  int fast = draw(job, LUCK_FAST, number) < firm->speed;
  double luck = normal(draw(job, LUCK_RECOVERY, number));
  double compensation = own_fault && firm->dispute > 0.0 ? 0.0 : firm->compensation;
  double given = theory->recovery_by_compensation * compensation +
                 theory->recovery_by_empowerment * firm->empowerment +
                 theory->recovery_by_skill * firm->skill + theory->recovery_noise * luck;
  if (fast) given += theory->recovery_by_speed;
  given = positive(given);
  double expected = customer->recovery_expectation;
  int resolved = given >= theory->resolved_from * expected;
  double effect = given * (1.0 - theory->severity_discount * severity) *
                  (1.0 - theory->negativity_discount * negativity);
  double repair = effect >= expected ? 1.0 : effect / expected;
  customer->harm = harm_left(severity, repair, fast, theory);
  customer->recovery_expectation = smaller(
      1.2, expected + theory->expectation_of_recovery_rate * positive(given - expected));
  customer->trust = share(customer->trust + theory->trust_by_hearing);
  tally->complaints += 1.0;
  if (!(own_fault && firm->dispute > 0.0)) tally->compensation_cost += firm->compensation * paid;
  if (!resolved) {
    customer->last_outcome = MISHANDLED;
    tally->mishandled += 1.0;
  } else {
    tally->resolved += 1.0;
    if (fast) tally->resolved_fast += 1.0;
    customer->last_outcome = fast ? RESOLVED_FAST : RESOLVED;
  }
  felt += repair * (without - felt);
  felt += theory->delight * positive(effect - expected);
  felt -= theory->double_deviation * positive(0.5 * expected - effect);
  return share(felt);
}

RARE double fail(Job *job, Customer *customer, struct use use, int own_fault, const Firm *firm,
                 Tally *tally, uint64_t number) {
  Theory *theory = job->theory;
  World *world = job->world;
  double trust = customer->trust, comfort = comfort_of(firm, theory, world);
  double severity = quantile(job->severities, draw(job, LUCK_SEVERITY, number));
  double experience = experience_of(use.delivered, trust, severity, theory, world) + comfort;
  double expectation = customer->belief[customer->firm];
  double negativity = negativity_of(customer, theory);
  double felt = feel(experience, expectation, negativity, theory);
  customer->last_severity = (float)severity;
  if (customer->failures < 255) customer->failures++;
  tally->failures += 1.0;
  if (own_fault) tally->customer_failures += 1.0;
  if (is_handled(job, customer, firm, severity, number)) {
    double whole = experience_of(use.delivered, trust, 0.0, theory, world);
    double without = feel(whole + comfort, expectation, negativity, theory);
    felt = recover(job, customer, firm, tally, own_fault, severity, negativity, felt, without,
                   use.paid, number);
  } else {
    customer->harm = harm_left(severity, 0.0, 0, theory);
    customer->last_outcome = SILENT;
    tally->silent += 1.0;
  }
  felt = share(felt + theory->hospitality_feeling * firm->hospitality);
  int unresolved = customer->last_outcome >= MISHANDLED;
  take_in(customer, experience, felt, unresolved, use, firm, theory, world, tally);
  return felt;
}

RULE double talk_chance(double felt, double negativity, const Firm *firm, Theory *theory) {
  double strength = 2.0 * felt - 1.0;
  double feeling = theory->talk_feeling * strength * strength;
  feeling *= 1.0 + (felt < theory->grumble_below ? negativity : 0.0);
  double chance = theory->talk_base + feeling;
  chance *= 1.0 + (felt > theory->refer_above ? firm->referral_reward : 0.0);
  return smaller(1.0, chance);
}

RARE int64_t tell(Job *job, int64_t told, int64_t row, uint64_t number, int firm, double felt,
                  Tally *tally) {
  int64_t low = job->offsets[row], degree = job->offsets[row + 1] - low;
  if (degree <= 0) return told;
  int64_t drawn = (int64_t)(draw(job, LUCK_LISTENER, number) * degree);
  struct message *message = job->messages + told;
  message->value = share(job->theory->told_base + job->theory->told_slope * felt);
  message->talker = (int32_t)row;
  message->listener = job->neighbours[low + (drawn < degree - 1 ? drawn : degree - 1)];
  message->firm = (int8_t)firm;
  message->good = felt >= 0.5;
  if (felt >= 0.5) tally->talk_good += 1.0;
  else tally->talk_bad += 1.0;
  return told + 1;
}

RULE double over_months(double rate, double months) {
  if (months == 1.0 || rate <= 0.0) return rate;
  return rate >= 1.0 ? 1.0 : 1.0 - exp(months * log(1.0 - rate));
}

RULE void bond(Customer *customer, int used, double unresolved, const Firm *firm, Theory *theory,
               World *world) {
  double trust = customer->trust;
  double touch = firm->contact * firm->warmth + theory->trust_by_messages * firm->direct_messages;
  double change = theory->trust_by_contact * touch * (1.0 - trust);
  if (used)
    change += theory->trust_by_satisfaction * positive(customer->satisfaction - 0.5) *
              (1.0 - trust);
  change -= theory->estrangement * (trust - theory->trust_floor) * (1.0 - firm->contact);
  change -= theory->trust_loss * trust * unresolved;
  customer->trust = share(trust + change);
  double welcome = (double)customer->relational_orientation *
                   smaller(1.0, 2.0 * customer->satisfaction);
  double growth = theory->social_growth * firm->contact * firm->warmth * welcome;
  double rate = growth + theory->social_decay;
  if (rate > 0.0)
    customer->social_bond =
        share(customer->social_bond + (growth / rate - customer->social_bond) *
                                          over_months(smaller(1.0, rate), world->months));
  if (firm->customisation > 0.0 || customer->known > 0.0f) {
    double known = (double)customer->known;
    double after = known - firm->forgets * known;
    if (used)
      after += theory->knowing_rate * firm->customisation * firm->database * firm->contact *
               (1.0 - known);
    customer->known = (float)share(after);
  }
}

RULE void survey(Job *job, const Customer *customer, const Firm *firm, Tally *tally,
                 double *kinds) {
  Theory *theory = job->theory;
  World *world = job->world;
  double satisfaction = customer->satisfaction, trust = customer->trust;
  double quality = quality_of(customer), price = 0.0;
  if (customer->points > 0.0) price = own_price(customer, firm, world);
  int64_t tenure = (int64_t)(world->period - customer->start);
  double cost = switching_cost(customer, price, job->settled[tenure], firm, theory);
  tally->satisfaction += satisfaction;
  tally->trust += trust;
  tally->social_bond += customer->social_bond;
  tally->structural_bond += customer->structural_bond;
  tally->points_held += customer->points;
  tally->passed_by += customer->aside > 0;
  tally->founders += customer->start < 0;
  int believed = (customer->habit & SIX_NEEDS) == SIX_NEEDS;
  tally->misjudged += believed != (quality >= 0.5);
  if (!(0.0 <= satisfaction && satisfaction <= 1.0 && 0.0 <= trust && trust <= 1.0))
    tally->out_of_range += 1.0;
  int tier = (satisfaction >= 0.3) + (satisfaction >= 0.4) + (satisfaction >= 0.5) +
             (satisfaction >= 0.6) + (satisfaction >= 0.7) + (satisfaction >= 0.8) +
             (satisfaction >= 0.9);
  kinds[tier] += 1.0;
  int old = world->period - customer->start >= world->periods_per_year;
  kinds[TIERS + old + old * (quality >= 0.7)] += 1.0;
  int satisfied = satisfaction >= theory->satisfied_from, bound = cost >= theory->bound_from;
  kinds[KINDS - 1 - 2 * satisfied - bound] += 1.0;
}

RULE void forget_promotions(Customer *customer, int promoted, Theory *theory) {
  double now = customer->price_sensitivity_now, trait = customer->price_sensitivity;
  if (promoted || now != trait) {
    double after = now + theory->price_recovery * (trait - now);
    if (promoted) after += theory->promotion_learning * trait;
    customer->price_sensitivity_now = after;
  }
}

static int draw_uses(Job *job, int64_t tile, uint64_t *numbers, double luck[4][TILE]) {
  int size = number_tile(job, tile, numbers);
  double even[TILE];
  for (int i = 0; i < size; i++) {
    int firm = job->customers[tile + i].firm;
    even[i] = uniform(key_of(job, LUCK_TASTE, firm < 0 ? job->nobody : firm), numbers[i]);
  }
  make_normal(even, size, luck[0]);
  stage(key_of(job, LUCK_NOISE, job->nobody), numbers, size, even);
  make_normal(even, size, luck[1]);
  stage(key_of(job, LUCK_FAILURE, job->nobody), numbers, size, luck[2]);
  stage(key_of(job, LUCK_TALK, job->nobody), numbers, size, luck[3]);
  return size;
}

/* The luck of the pass and nothing else, for its price. */
int64_t luck_to_experience(Job *job) {
  uint64_t numbers[TILE];
  double luck[4][TILE], sum = 0.0;
  for (int64_t tile = 0; tile < job->rows; tile += TILE)
    sum += luck[draw_uses(job, tile, numbers, luck) & 3][0];
  return sum > 1e300;
}

int64_t experience(Job *job) {
  Theory *theory = job->theory;
  World *world = job->world;
  if (theory->awareness > 0.0 || theory->talk_spread > 0.0 || world->spend_drift > 0.0 ||
      theory->claim_trust > 0.0 || theory->spend_growth != 0.0 ||
      theory->severity_by_spend > 0.0 || world->keeps_worth > 0.0 || world->contracts > 0.0)
    return -1;
  uint64_t numbers[TILE];
  double luck[4][TILE], kinds[FIRMS][KINDS] = {{0.0}};
  int64_t told = 0;
  for (int64_t tile = 0; tile < job->rows; tile += TILE) {
    int size = draw_uses(job, tile, numbers, luck);
    for (int i = 0; i < size; i++) {
      Customer *customer = job->customers + tile + i;
      int place = customer->firm, promoted = 0;
      if (place >= 0) {
        const Firm *firm = side_of(job, customer);
        Tally *tally = job->tallies + place;
        double unresolved = 0.0, served = firm->served_chance;
        int used = customer->wants > 0 &&
                   (served >= 1.0 || draw(job, LUCK_SERVED, numbers[i]) < served);
        if (used) {
          customer->habit = (uint8_t)(customer->habit << 1 | 1);
          promoted = firm->promoted > 0.0;
          double negativity = negativity_of(customer, theory);
          struct use use = begin_use(customer, luck[0][i], luck[1][i], firm, theory, world, tally);
          double own = theory->customer_failure_rate * (1.0 - firm->education) *
                       (1.0 - (double)customer->competence);
          double felt;
          if (luck[2][i] < firm->failure_chance + own)
            felt = fail(job, customer, use, !(luck[2][i] < firm->failure_chance), firm, tally,
                        numbers[i]);
          else
            felt = go_well(customer, use, firm, theory, world, tally);
          if (customer->last_outcome >= MISHANDLED) unresolved = customer->last_severity;
          customer->structural_bond += theory->structural_growth *
                                       positive(firm->structural - customer->structural_bond);
          customer->satiation = theory->satiation_memory * (customer->satiation + 1.0);
          if (luck[3][i] < talk_chance(felt, negativity, firm, theory))
            told = tell(job, told, job->first + tile + i, numbers[i], place, felt, tally);
        } else if (customer->wants > 0) {
          customer->habit = (uint8_t)(customer->habit << 1);
          tally->turned_away += 1.0;
          customer->satisfaction = positive(customer->satisfaction -
                                            theory->refusal_dissatisfaction);
          if (customer->harm < theory->refusal_severity) customer->harm = theory->refusal_severity;
          customer->last_outcome = SILENT;
          customer->last_severity = (float)theory->refusal_severity;
          unresolved = theory->refusal_severity;
        }
        bond(customer, used, unresolved, firm, theory, world);
        survey(job, customer, firm, tally, kinds[place]);
      }
      forget_promotions(customer, promoted, theory);
      job->tallies[job->nobody].paid_so_far += customer->spent;
    }
  }
  for (int j = 0; j < FIRMS; j++) {
    for (int k = 0; k < TIERS; k++) job->tallies[j].customers += kinds[j][k];
    for (int k = 0; k < TIERS; k++) ROW_tiers(job->tallies + j)[k] += kinds[j][k];
    for (int k = 0; k < STAGES; k++) ROW_stages(job->tallies + j)[k] += kinds[j][TIERS + k];
    for (int k = 0; k < KINDS - TIERS - STAGES; k++)
      ROW_loyalties(job->tallies + j)[k] += kinds[j][TIERS + STAGES + k];
  }
  return told;
}
