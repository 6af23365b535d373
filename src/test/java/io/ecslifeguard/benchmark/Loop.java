package io.ecslifeguard.benchmark;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** A way to work through the queue that is compared with the service's. */
interface Loop {

    /**
     * Works until it shall not go on or has nothing left.
     *
     * @param handled how many messages it is through with
     */
    void run(LongAdder handled, BooleanSupplier goOn) throws Exception;
}
