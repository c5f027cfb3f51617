/** The report: figures, time series, and a page that needs no network. */
@NullMarked
package io.foresnap.local.demo.report;

import org.jspecify.annotations.NullMarked;
