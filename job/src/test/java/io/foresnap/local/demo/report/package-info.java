@NullMarked
package io.foresnap.local.demo.report;

import org.jspecify.annotations.NullMarked;
