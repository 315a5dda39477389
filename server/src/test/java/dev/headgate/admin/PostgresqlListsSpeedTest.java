package dev.headgate.admin;

import dev.headgate.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlListsSpeedTest extends ListsSpeedContract {
    private final String url = TestPostgres.freshDatabase();

    @Override
    String store() {
        return "store: { url: \"" + url + "\" }";
    }

    @Override
    void vacuum() {
        String jdbc = url.replaceFirst("postgresql://([^@]*)@(.*)", "jdbc:postgresql://$2?user=$1");
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
