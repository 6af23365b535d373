package io.ecslifeguard.dispatch;

import io.ecslifeguard.dev.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A database server of the test's own, which it may kill, and short time-outs. */
public final class KillableDatabase implements QuarkusTestResourceLifecycleManager {

    private EmbeddedPostgres server;

    @Override
    public Map<String, String> start() {
        server = EmbeddedPostgres.temporary();
        return Map.of(
                "lifeguard.database.url", server.reactiveUrl("postgres"),
                "lifeguard.database.username", EmbeddedPostgres.USER,
                "lifeguard.database.password", "any",
                "lifeguard.journal.statement-timeout", "5s",
                "lifeguard.queue.call-timeout", "2s");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(EmbeddedPostgres.class));
    }

    @Override
    public void stop() {
        server.close();
    }
}
