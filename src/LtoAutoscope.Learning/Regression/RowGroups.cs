namespace LtoAutoscope.Learning.Regression;

/// <summary>Which rows belong together: those that share an entry in any of several columns, and those that do so over others (a sample of a batch of a sample …).</summary>
public static class RowGroups
{
    /// <summary>Numbers the groups, 0 … n − 1, in the order of their first rows.</summary>
    /// <param name="columns">Columns of equal length; empty entries join nothing.</param>
    public static int[] Join(IReadOnlyList<IReadOnlyList<string>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int rows = columns.Count == 0 ? 0 : columns[0].Count;
        int[] parent = [.. Enumerable.Range(0, rows)];
        foreach (IReadOnlyList<string> column in columns)
        {
            var first = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int row = 0; row < rows; row++)
            {
                if (column[row].Length == 0) continue;
                if (first.TryGetValue(column[row], out int other)) parent[Root(row)] = Root(other);
                else first[column[row]] = row;
            }
        }

        var numbers = new Dictionary<int, int>();
        var groups = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int root = Root(row);
            if (!numbers.TryGetValue(root, out int number)) numbers[root] = number = numbers.Count;
            groups[row] = number;
        }

        return groups;

        int Root(int row)
        {
            while (parent[row] != row) row = parent[row] = parent[parent[row]];
            return row;
        }
    }
}
