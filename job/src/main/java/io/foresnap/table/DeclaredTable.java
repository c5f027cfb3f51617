package io.foresnap.table;

import java.util.List;

/**
 * What was declared about a table.
 *
 * @param columns its columns in order
 * @param primaryKey names of the columns of its primary key; empty where it has none
 */
public record DeclaredTable(List<Column> columns, List<String> primaryKey) {}
