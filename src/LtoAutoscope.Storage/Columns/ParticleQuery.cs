using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Storage.Columns;

/// <summary>Questions to the columns of a run. None of them makes an object a particle.</summary>
public static class ParticleQuery
{
    /// <summary>The rows that a filter lets through.</summary>
    /// <param name="columns">The run.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="decisions">What people decided.</param>
    public static ParticleSelection Select(ParticleColumns columns, ParticleFilter filter, ParticleDecisions decisions)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(decisions);
        bool[] rows = new bool[columns.Count];
        Array.Fill(rows, true);
        if (filter.Flags != 0 || filter.Without != 0)
        {
            byte[] flags = columns.Flags;
            int any = (int)filter.Flags, none = (int)filter.Without;
            for (int row = 0; row < rows.Length; row++) rows[row] = (any == 0 || (flags[row] & any) != 0) && (flags[row] & none) == 0;
        }

        foreach (QuantityRange range in filter.Ranges)
        {
            double[] values = columns.Numbers(range.Quantity.Key);
            (double low, double high) = (range.Low, range.High);
            for (int row = 0; row < rows.Length; row++) rows[row] &= values[row] >= low && values[row] <= high;
        }

        if (filter.Frame.Length > 0)
        {
            int[] frameOf = columns.FrameOf;
            bool[] wanted = [.. columns.Directory.Frames.Select(frame => frame == filter.Frame)];
            for (int row = 0; row < rows.Length; row++) rows[row] &= wanted[frameOf[row]];
        }

        if (filter.Decided.Count > 0) KeepDecided(columns, filter, decisions, rows);
        int count = 0;
        foreach (bool row in rows) count += row ? 1 : 0;
        return new ParticleSelection(rows, count);
    }

    /// <summary>The rows that enter the statistics.</summary>
    /// <param name="columns">The run.</param>
    /// <param name="selection">Those that are asked about.</param>
    /// <param name="decisions">Particles rejected in these are left out; null leaves decisions out of account.</param>
    public static ParticleSelection Counted(ParticleColumns columns, ParticleSelection selection, ParticleDecisions? decisions)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(selection);
        byte[] flags = columns.Flags;
        bool[] rows = new bool[columns.Count];
        int count = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = selection.Rows[row] && (flags[row] & (int)ParticleFlags.Counts) != 0;
            if (rows[row]) count++;
        }

        foreach (ParticleDecision decision in decisions?.Current.Where(now => now.Verdict == DecisionVerdict.Rejected) ?? [])
        {
            if (columns.Find(decision.ParticleId) is >= 0 and var row && rows[row]) (rows[row], count) = (false, count - 1);
        }

        return new ParticleSelection(rows, count);
    }

    /// <summary>One page of the selected rows.</summary>
    /// <param name="columns">The run.</param>
    /// <param name="selection">The rows.</param>
    /// <param name="sort">Key of the quantity that they are ordered by; null for the order of the table. Unknown values come last either way.</param>
    /// <param name="descending">Whether the largest come first.</param>
    /// <param name="skip">Rows to pass over.</param>
    /// <param name="take">Rows at most.</param>
    public static int[] Page(ParticleColumns columns, ParticleSelection selection, string? sort, bool descending, int skip, int take)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(selection);
        List<int> page = new(Math.Min(take, 1024));
        if (sort is null)
        {
            for (int i = 0; i < columns.Count && page.Count < take; i++)
            {
                int row = descending ? columns.Count - 1 - i : i;
                if (selection.Rows[row] && skip-- <= 0) page.Add(row);
            }

            return [.. page];
        }

        int[] order = columns.Order(sort);
        int known = KnownCount(columns.Numbers(sort), order);
        for (int i = 0; i < order.Length && page.Count < take; i++)
        {
            int row = order[descending && i < known ? known - 1 - i : i];
            if (selection.Rows[row] && skip-- <= 0) page.Add(row);
        }

        return [.. page];
    }

    /// <summary>The place of a row in the order of a quantity among the selected rows, 0 for the first; −1 where it is not selected.</summary>
    public static int PlaceOf(ParticleColumns columns, ParticleSelection selection, string? sort, bool descending, int row)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(selection);
        if (row < 0 || row >= columns.Count || !selection.Rows[row]) return -1;
        int place = 0;
        int[]? order = sort is null ? null : columns.Order(sort);
        int known = order is null ? columns.Count : KnownCount(columns.Numbers(sort!), order);
        for (int i = 0; i < columns.Count; i++)
        {
            int turned = descending && i < known ? known - 1 - i : i, at = order is null ? turned : order[turned];
            if (at == row) return place;
            if (selection.Rows[at]) place++;
        }

        return -1;
    }

    /// <summary>The values of a quantity over the selected rows, ascending, with the row of each; unknown values are left out.</summary>
    public static (double[] Values, int[] Rows) Sorted(ParticleColumns columns, ParticleSelection selection, string key)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(selection);
        double[] numbers = columns.Numbers(key), values = new double[selection.Count];
        int[] order = columns.Order(key), rows = new int[selection.Count];
        int count = 0;
        foreach (int row in order)
        {
            if (!selection.Rows[row] || !double.IsFinite(numbers[row])) continue;
            values[count] = numbers[row];
            rows[count++] = row;
        }

        return count == values.Length ? (values, rows) : (values[..count], rows[..count]);
    }

    private static int KnownCount(double[] numbers, int[] order)
    {
        int known = order.Length;
        while (known > 0 && double.IsNaN(numbers[order[known - 1]])) known--;
        return known;
    }

    private static void KeepDecided(ParticleColumns columns, ParticleFilter filter, ParticleDecisions decisions, bool[] rows)
    {
        Dictionary<int, DecisionVerdict> decided = [];
        foreach (ParticleDecision decision in decisions.Current)
            if (decision.Verdict != DecisionVerdict.Withdrawn && columns.Find(decision.ParticleId) is >= 0 and var row) decided[row] = decision.Verdict;
        for (int row = 0; row < rows.Length; row++)
            if (rows[row]) rows[row] = filter.Decided.Contains(decided.GetValueOrDefault(row, DecisionVerdict.Withdrawn));
    }
}
