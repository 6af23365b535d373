package io.ecslifeguard.cloud;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A call log that keeps what it is told. */
class RecordedCalls implements CallLog {

    /** Every slot is now. */
    static final Pace NO_PACE = (api, spacing, patience) -> Uni.createFrom().item(Duration.ZERO);

    /** Nobody counts. */
    static final CallTally NO_TALLY = new CallTally() {
        @Override
        public void attempted(String api, String code, Duration duration) {}

        @Override
        public void failed(Meaning meaning) {}

        @Override
        public void reserved(String api, int quota, Duration spacing, Duration wait) {}
    };

    private final List<Object> told = new ArrayList<>();

    @Override
    public synchronized Uni<Long> begun(Intent intent) {
        return Uni.createFrom().item(() -> {
            told.add(intent);
            return 7L;
        });
    }

    @Override
    public synchronized Uni<Void> ended(long call, Result result) {
        return Uni.createFrom().item(() -> {
            told.add(result);
            return null;
        });
    }

    synchronized List<Object> told() {
        return List.copyOf(told);
    }
}
