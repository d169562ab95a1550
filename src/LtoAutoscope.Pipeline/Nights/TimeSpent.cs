using LtoAutoscope.Reports.Nights;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>Adds up what the runs of a night did into one account of its time.</summary>
internal static class TimeSpent
{
    /// <summary>A stretch of time.</summary>
    /// <param name="From">Its beginning.</param>
    /// <param name="To">Its end.</param>
    /// <param name="Use">What for.</param>
    internal readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To, TimeUse Use);

    /// <summary>The account of a span of time: every second is counted once, for the greatest use that it had.</summary>
    public static NightTimes Of(IEnumerable<Stretch> stretches, DateTimeOffset from, DateTimeOffset to)
    {
        double[] seconds = new double[Enum.GetValues<TimeUse>().Length];
        Stretch[] all = [.. stretches.Select(s => s with { From = Later(s.From, from), To = s.To < to ? s.To : to }).Where(s => s.To > s.From)];
        (DateTimeOffset At, int Change, TimeUse Use)[] edges = [.. all.SelectMany(s => new[] { (s.From, 1, s.Use), (s.To, -1, s.Use) }).OrderBy(edge => edge.Item1)];
        int[] open = new int[seconds.Length];
        DateTimeOffset last = from;
        foreach ((DateTimeOffset at, int change, TimeUse use) in edges)
        {
            seconds[Greatest(open)] += (at - last).TotalSeconds;
            last = at;
            open[(int)use] += change;
        }

        if (to > last) seconds[Greatest(open)] += (to - last).TotalSeconds;
        return new NightTimes
        {
            ImagingS = seconds[(int)TimeUse.Imaging], FocusS = seconds[(int)TimeUse.Focus], MovingS = seconds[(int)TimeUse.Moving], RecoveringS = seconds[(int)TimeUse.Recovering],
            ComputingS = seconds[(int)TimeUse.Computing], WaitingS = seconds[(int)TimeUse.Waiting] + seconds[(int)TimeUse.Suspended],
        };
    }

    private static int Greatest(int[] open) => Math.Max(0, Array.FindLastIndex(open, static count => count > 0));

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
