package io.ecslifeguard.journal;

/** The inventory in a real database, for tests of those who use it. */
public final class TestInventory {

    // Ends with the JVM, as the server does.
    private static JournalDatabase database;

    private TestInventory() {}

    /** An inventory that nobody has kept yet; it takes the place of the one before. */
    public static synchronized Inventory empty() {
        if (database == null) {
            database = new JournalDatabase();
        }
        database.execute("truncate server_group, backend, inventory");
        return new Inventory(database.database());
    }
}
