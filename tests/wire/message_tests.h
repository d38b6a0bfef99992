/* What the parts of wire_message_test share. */
#ifndef FAVSPEC_TESTS_WIRE_MESSAGE_TESTS_H
#define FAVSPEC_TESTS_WIRE_MESSAGE_TESTS_H

#include "wire/message.h"

#include <check.h>

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))

TCase *message_text_tcase(void);

#endif
