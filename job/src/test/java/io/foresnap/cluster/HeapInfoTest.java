package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapInfoTest {

    @Test
    void generationsAreAddedUpAndTheMetaspaceIsNoHeap() {
        String serial =
                """
                4711:
                 def new generation   total 147456K, used 3000K [0x0, 0x1, 0x2)
                  eden space 131072K,   2% used [0x0, 0x1, 0x2)
                 tenured generation   total 327680K, used 40000K [0x0, 0x1, 0x2)
                   the space 327680K,  12% used [0x0, 0x1, 0x2, 0x3)
                 Metaspace       used 90000K, committed 91000K, reserved 1200000K
                  class space    used 11000K, committed 11500K, reserved 1048576K
                """;

        assertThat(HeapInfo.usedBytes(serial)).isEqualTo(43_000 * 1024L);
    }

    @Test
    void oneHeapIsOneLine() {
        String g1 =
                """
                 garbage-first heap   total 491520K, used 123456K [0x0, 0x1)
                  region size 1024K, 12 young (12288K), 3 survivors (3072K)
                 Metaspace       used 90000K, committed 91000K, reserved 1200000K
                """;

        assertThat(HeapInfo.usedBytes(g1)).isEqualTo(123_456 * 1024L);
    }
}
