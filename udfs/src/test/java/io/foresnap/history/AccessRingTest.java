package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessRingTest {

    @Test
    void theNewestAccessesAreKeptAndAddressedBackwards() {
        AccessRing ring = new AccessRing();

        for (int i = 0; i < AccessRing.CAPACITY + 3; i++) {
            ring.add(new Access(i * 1000L, i, i));
        }

        assertThat(ring.size).isEqualTo(AccessRing.CAPACITY);
        assertThat(ring.timeMs(0)).isEqualTo((AccessRing.CAPACITY + 2) * 1000L);
        assertThat(ring.timeMs(AccessRing.CAPACITY - 1)).isEqualTo(3000);
        assertThat(ring.lagSeconds(1)).isEqualTo(AccessRing.CAPACITY + 1);
    }

    @Test
    void gapsAreTheTimesBetweenNeighboursNewestFirst() {
        AccessRing ring = new AccessRing();
        for (long time : new long[] {10, 20, 50}) {
            ring.add(new Access(time, 0, 0));
        }

        assertThat(ring.gapsMs()).containsExactly(30, 10);
        assertThat(new AccessRing().gapsMs()).isEmpty();
    }

    @Test
    void distinctRequestersAreCountedOnce() {
        AccessRing ring = new AccessRing();
        for (int requester : new int[] {7, 8, 7, 9, 9}) {
            ring.add(new Access(0, 0, requester));
        }

        assertThat(ring.distinctRequesters()).isEqualTo(3);
    }
}
