namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>How often the intervals of one figure hold its true value.</summary>
/// <param name="Measure">Key of the measure.</param>
/// <param name="Statistic"><c>mean</c> or <c>median</c>.</param>
/// <param name="Trials">Trials.</param>
/// <param name="Stated">Share of trials in which the stated 95 % interval (value ± expanded uncertainty) holds the population's true value.</param>
/// <param name="Sampling">Share in which the interval from the frames alone holds what the same measurement of the whole population would give.</param>
/// <param name="Independent">The same for an interval that takes all particles as independent: what ignoring frames would do.</param>
/// <param name="MedianHalfWidth">Median half-width of the stated interval, relative to the value.</param>
public sealed record CoverageRow(string Measure, string Statistic, int Trials, double Stated, double Sampling, double Independent, double MedianHalfWidth)
{
    /// <summary>Whether the stated interval covers in 92 to 98 % of the trials.</summary>
    public bool IsMet => Stated is >= CoverageReport.Least and <= CoverageReport.Most;
}
