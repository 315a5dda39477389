package dev.headgate.usage;

import java.util.Map;
import java.util.TreeMap;

/**
 * One row of a report.
 *
 * @param ids the value of each dimension: ids in decimal, a model's name, or the first instant of an hour or day in ISO 8601
 * @param names the same for people: e-mail addresses and names, the id where what it names is gone
 */
public record ReportRow(Map<Dimension, String> ids, Map<Dimension, String> names, UsageSums sums) {
    public ReportRow {
        ids = new TreeMap<>(ids);
        names = new TreeMap<>(names);
    }
}
