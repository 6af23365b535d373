package io.ecslifeguard.cloud;

import java.time.Duration;

/** Counts the calls to ECS and SLB. It is told on the thread that makes the call, so it must be quick, and never fails. */
public interface CallTally {

    /**
     * An attempt of a call has ended.
     *
     * @param api product and action, such as {@code ECS StartInstance}
     * @param code {@code OK}, or how the attempt failed: one of a bounded number of words
     */
    void attempted(String api, String code, Duration duration);

    /** A call has failed, and is not repeated. */
    void failed(Meaning meaning);

    /**
     * A slot of an API was reserved.
     *
     * @param quota how many calls may be made in 60 s
     * @param spacing how far slots are apart
     * @param wait how long until this one
     */
    void reserved(String api, int quota, Duration spacing, Duration wait);
}
