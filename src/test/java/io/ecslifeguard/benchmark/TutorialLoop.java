package io.ecslifeguard.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** As tutorials have it: one message per call, one insert, one deletion, in sequence. */
record TutorialLoop(String cloud, Ledger ledger) implements Loop {

    private static final String INSERT = "insert into received (id, body) values (?, ?::json) on conflict do nothing";

    static void createTable(Ledger ledger) {
        ledger.execute("create table if not exists received (id text primary key, body json not null)");
    }

    static void insert(Connection connection, String id, String body) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, id);
            statement.setString(2, body);
            var unused = statement.executeUpdate();
        }
    }

    @Override
    public void run(LongAdder handled, BooleanSupplier goOn) throws Exception {
        createTable(ledger);
        try (var smq = new Smq(cloud);
                var connection = ledger.connect()) {
            while (goOn.getAsBoolean()) {
                var message = smq.blocking().popMessage();
                if (message == null) {
                    return;
                }
                insert(connection, message.getMessageId(), message.getMessageBodyAsString());
                smq.blocking().deleteMessage(message.getReceiptHandle());
                handled.increment();
            }
        }
    }
}
