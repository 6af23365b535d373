package io.ecslifeguard.cloud;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** The gateways with nothing around them: their calls are recorded nowhere, and follow nobody's pace. For the self-check. */
public final class BareGateways implements AutoCloseable {

    private final CloudCalls calls;
    private final Ecs ecs;
    private final Slb slb;

    public BareGateways(CloudConfig config) {
        var credentials = new Credentials(config, new CredentialsWatch()).client();
        calls = new CloudCalls(
                config,
                new NoLog(),
                new NoTally(),
                (api, spacing, patience) -> Uni.createFrom().item(Duration.ZERO));
        ecs = new Ecs(config, credentials, calls);
        slb = new Slb(config, credentials, calls);
    }

    public Ecs ecs() {
        return ecs;
    }

    public Slb slb() {
        return slb;
    }

    public GroupReader groups() {
        return new GroupReader(slb);
    }

    @Override
    public void close() {
        calls.close();
    }

    private static final class NoLog implements CallLog {

        @Override
        public Uni<Long> begun(Intent intent) {
            return Uni.createFrom().item(0L);
        }

        @Override
        public Uni<Void> ended(long call, Result result) {
            return Uni.createFrom().voidItem();
        }
    }

    private static final class NoTally implements CallTally {

        @Override
        public void attempted(String api, String code, Duration duration) {}

        @Override
        public void failed(Meaning meaning) {}

        @Override
        public void reserved(String api, int quota, Duration spacing, Duration wait) {}
    }
}
