package io.foresnap.event;

import java.io.Serializable;
import java.time.InstantSource;

/** What a machine takes for the time; another clock where that is to be tried. */
@FunctionalInterface
public interface MachineClock extends Serializable {

    /** Epoch milliseconds. */
    long millis();

    /** The real one. */
    enum System implements MachineClock {
        /** Its only instance. */
        INSTANCE;

        @Override
        public long millis() {
            return InstantSource.system().millis();
        }
    }
}
