@NullMarked
package io.foresnap.local.demo.workload;

import org.jspecify.annotations.NullMarked;
