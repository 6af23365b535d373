package io.ecslifeguard.benchmark;

import com.aliyun.mns.model.Message;
import io.ecslifeguard.dev.EmbeddedPostgres;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Journal;
import io.ecslifeguard.journal.JournalOnPool;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What cannot be avoided: full pages received and deleted, full pages written to the journal, or both one after the other,
 * in several loops at once and with nothing else.
 *
 * @param step handles a page and gives its size; 0 ends the loop
 */
record Ceiling(int loops, Supplier<Uni<Integer>> step) implements Loop {

    /** In characters: the journal's is prepared once. */
    private static final int LONGEST_STATEMENT = 20_000;

    static Ceiling of(String name, int loops, String cloud, Ledger ledger, int entries) {
        return switch (name) {
            case "queue" -> new Ceiling(loops, queue(new Smq(cloud)));
            case "journal" -> new Ceiling(loops, journal(journalOf(ledger), new Pages(entries)));
            case "both" -> new Ceiling(loops, both(new Smq(cloud), journalOf(ledger), new Pages(entries)));
            default -> throw new IllegalArgumentException("There is no loop " + name);
        };
    }

    @Override
    public void run(LongAdder handled, BooleanSupplier goOn) {
        var all = Stream.generate(() -> loop(handled, goOn)).limit(loops).toList();
        var unused = Multi.createBy()
                .merging()
                .withConcurrency(loops)
                .streams(all)
                .collect()
                .last()
                .await()
                .indefinitely();
    }

    private Multi<Integer> loop(LongAdder handled, BooleanSupplier goOn) {
        return Multi.createBy()
                .repeating()
                .uni(() -> step.get().invoke(handled::add))
                .whilst(size -> size > 0 && goOn.getAsBoolean());
    }

    private static Supplier<Uni<Integer>> queue(Smq smq) {
        return () -> smq.receive(Pages.SIZE).chain(page -> delete(smq, page));
    }

    private static Supplier<Uni<Integer>> journal(Journal journal, Pages pages) {
        return () -> record(journal, pages.next());
    }

    private static Supplier<Uni<Integer>> both(Smq smq, Journal journal, Pages pages) {
        return () -> smq.receive(Pages.SIZE)
                .chain(page -> record(journal, pages.next()).chain(written -> delete(smq, page)));
    }

    private static Uni<Integer> record(Journal journal, List<Entry> page) {
        return journal.record(page).replaceWith(page.size());
    }

    private static Uni<Integer> delete(Smq smq, List<Message> page) {
        return page.isEmpty() ? Uni.createFrom().item(0) : smq.delete(page).replaceWith(page.size());
    }

    private static Journal journalOf(Ledger ledger) {
        var options = PgConnectOptions.fromUri(ledger.reactiveUrl())
                .setUser(EmbeddedPostgres.USER)
                .setPassword(EmbeddedPostgres.USER)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
        return JournalOnPool.of(PgBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(20))
                .build());
    }
}
