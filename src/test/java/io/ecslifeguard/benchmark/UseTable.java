package io.ecslifeguard.benchmark;

/** Who used the CPU, and how much memory. */
final class UseTable {

    private final String name;
    private final Table table;

    /** @param name the process that is looked at, beside those around it */
    UseTable(String title, String subject, String name) {
        this.name = name;
        table = Table.of(
                title,
                subject,
                name + " CPU s",
                "local cloud CPU s",
                "PostgreSQL CPU s",
                "generator CPU s",
                "cores busy",
                name + " peak MB",
                "local cloud peak MB",
                "PostgreSQL peak MB");
    }

    void add(String label, Meter.Usage usage) {
        table.add(
                label,
                usage.cpu(name),
                usage.cpu("local cloud"),
                usage.cpu("PostgreSQL"),
                usage.cpu("generator"),
                usage.cores(),
                usage.peak(name),
                usage.peak("local cloud"),
                usage.peak("PostgreSQL"));
    }

    Table table() {
        return table;
    }
}
