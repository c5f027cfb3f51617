/** Who asks for which table when: read from a trace, or made up from a seed. */
@NullMarked
package io.foresnap.local.demo.workload;

import org.jspecify.annotations.NullMarked;
