/* The fixed parts of the HTML report: style and script, no byte of which is data. */
#ifndef FAVSPEC_SUITE_REPORT_HTML_PARTS_H
#define FAVSPEC_SUITE_REPORT_HTML_PARTS_H

extern const char html_head[], html_tail[];

#endif
