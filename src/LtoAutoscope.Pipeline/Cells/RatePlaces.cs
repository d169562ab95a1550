using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>
/// Where the rates of several cells stand on one axis: a row of places, each of one C-rate, on which every cell finds its rates in the order in which it was tested. Cells share a place where their rates count for each other
/// (<see cref="CRate"/>); a rate that does not fit in the row has a place of its own.
/// </summary>
/// <param name="RatePerHour">The C-rate of each place, 1/h.</param>
/// <param name="Of">For each cell the places of its groups, rising; only of those that are drawn, from the first on.</param>
/// <param name="Left">Groups of all cells that lie behind the last place.</param>
public sealed record RatePlaces(IReadOnlyList<double> RatePerHour, IReadOnlyList<IReadOnlyList<int>> Of, int Left)
{
    /// <summary>Aligns cells.</summary>
    /// <param name="cells">The groups of each cell, in the order of its test.</param>
    /// <param name="most">The most places, from 1.</param>
    public static RatePlaces Align(IReadOnlyList<IReadOnlyList<RateCapability>> cells, int most)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        // A group never stands before the place of its own number, so those behind the last one are never drawn.
        double[][] rates = [.. cells.Select(groups => groups.Take(most).Select(group => group.RatePerHour).ToArray())];
        List<double> row = [];
        // The longest test gives the row; of equal ones the first.
        foreach (double[] one in rates.OrderByDescending(one => one.Length)) row = Joined(row, one);
        if (row.Count > most) row.RemoveRange(most, row.Count - most);
        int[][] places = [.. rates.Select(one => Places(row, one))];
        return new RatePlaces(row, places, cells.Sum(groups => groups.Count) - places.Sum(found => found.Length));
    }

    /// <summary>The row with places for the rates that do not fit in it.</summary>
    private static List<double> Joined(List<double> row, double[] rates)
    {
        int[,] common = Common(row, rates);
        List<double> joined = [];
        int i = 0, j = 0;
        while (i < row.Count || j < rates.Length)
        {
            bool isShared = i < row.Count && j < rates.Length && CRate.Counts(rates[j], row[i]);
            if (!isShared && (i == row.Count || (j < rates.Length && common[i, j + 1] > common[i + 1, j])))
            {
                joined.Add(rates[j++]);
                continue;
            }

            joined.Add(row[i++]);
            if (isShared) j++;
        }

        return joined;
    }

    /// <summary>The first places at which rates stand in order, as far as the row goes.</summary>
    private static int[] Places(List<double> row, double[] rates)
    {
        List<int> places = [];
        for (int i = 0; i < row.Count && places.Count < rates.Length; i++)
            if (CRate.Counts(rates[places.Count], row[i])) places.Add(i);
        return [.. places];
    }

    /// <summary>How many rates the rest of the row and the rest of a cell's share at most, in order (longest common subsequence).</summary>
    private static int[,] Common(List<double> row, double[] rates)
    {
        var common = new int[row.Count + 1, rates.Length + 1];
        for (int i = row.Count - 1; i >= 0; i--)
            for (int j = rates.Length - 1; j >= 0; j--)
                common[i, j] = CRate.Counts(rates[j], row[i]) ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }
}
