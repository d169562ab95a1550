namespace LtoAutoscope.Learning.VirtualSyntheses;

/// <summary>Draws of the virtual cells, syntheses and studies.</summary>
public static class StandardNormal
{
    /// <summary>A standard normal figure from two uniform ones (G. E. P. Box, M. E. Muller, Ann. Math. Statist. 29 (1958) 610).</summary>
    public static double Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
