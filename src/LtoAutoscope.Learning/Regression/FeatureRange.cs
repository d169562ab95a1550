namespace LtoAutoscope.Learning.Regression;

/// <summary>Smallest and largest value of a feature in the training rows.</summary>
public readonly record struct FeatureRange(double Low, double High)
{
    /// <summary>Whether a value lies in it.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
