namespace LtoAutoscope.Reports.Nights;

/// <summary>A sample and the last measurement of the same before this night.</summary>
/// <param name="Sample">Its name.</param>
/// <param name="Label">What the two have in common: the name, or what they are.</param>
/// <param name="EarlierSample">The earlier sample's name.</param>
/// <param name="EarlierRunId">The earlier run.</param>
/// <param name="EarlierAt">When that was.</param>
/// <param name="Then">Its median diameter, nm.</param>
/// <param name="Now">This night's.</param>
public sealed record NightComparison(string Sample, string Label, string EarlierSample, string EarlierRunId, DateTimeOffset EarlierAt, NightFigure Then, NightFigure Now)
{
    /// <summary>Change of the median, nm.</summary>
    public double ChangeNm => Now.Value - Then.Value;

    /// <summary>Whether the change exceeds the combined 95 % interval; null where an interval is unknown.</summary>
    public bool? IsSignificant
    {
        get
        {
            double combined = Math.Sqrt(Then.HalfWidth * Then.HalfWidth + Now.HalfWidth * Now.HalfWidth);
            return double.IsFinite(combined) ? Math.Abs(ChangeNm) > combined : null;
        }
    }
}
