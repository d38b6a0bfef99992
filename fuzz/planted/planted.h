/* Hooks of planted bugs. Only copies of the sources call this, made by planted/apply.py;
 * what is shipped has none. */
#ifndef FAVSPEC_FUZZ_PLANTED_H
#define FAVSPEC_FUZZ_PLANTED_H

/* Whether bug `number` is to show itself: it is the one named in FAVSPEC_PLANTED, and
 * `triggered` holds. Says once that the place was reached, and once that it triggered. */
int planted(int number, int triggered);

#endif
