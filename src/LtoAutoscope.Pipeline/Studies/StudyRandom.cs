namespace LtoAutoscope.Pipeline.Studies;

/// <summary>Draws of the study.</summary>
internal static class StudyRandom
{
    /// <summary>A standard normal figure (Box and Muller 1958).</summary>
    internal static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
