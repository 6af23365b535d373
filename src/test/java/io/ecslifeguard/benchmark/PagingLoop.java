package io.ecslifeguard.benchmark;

import com.aliyun.mns.model.Message;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * The shape of Karpenter's interruption controller: ten messages per receive, all at the same time, a deletion for each, and
 * the next receive when all are done.
 *
 * @param ledger where each message is inserted, or null where that is left out
 */
record PagingLoop(String cloud, Ledger ledger) implements Loop {

    private static final int PAGE = 10;

    @Override
    public void run(LongAdder handled, BooleanSupplier goOn) throws Exception {
        var workers = Executors.newFixedThreadPool(PAGE);
        var connections = connections();
        try (var smq = new Smq(cloud)) {
            while (goOn.getAsBoolean()) {
                var page = smq.blocking().batchPopMessage(PAGE);
                if (page == null) {
                    return;
                }
                var tasks = new ArrayList<Callable<Void>>();
                for (var message : page) {
                    var connection = connections.isEmpty() ? null : connections.get(tasks.size());
                    tasks.add(() -> handle(smq, message, connection));
                }
                for (var done : workers.invokeAll(tasks)) {
                    var unused = done.get();
                    handled.increment();
                }
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static Void handle(Smq smq, Message message, Connection connection) throws Exception {
        if (connection != null) {
            TutorialLoop.insert(connection, message.getMessageId(), message.getMessageBodyAsString());
        }
        smq.blocking().deleteMessage(message.getReceiptHandle());
        return null;
    }

    private List<Connection> connections() throws SQLException {
        var connections = new ArrayList<Connection>();
        if (ledger != null) {
            TutorialLoop.createTable(ledger);
            while (connections.size() < PAGE) {
                connections.add(ledger.connect());
            }
        }
        return connections;
    }
}
