namespace LtoAutoscope.Imaging.Metrology;

/// <summary>What a method shows on shapes of known dimension, at several sizes.</summary>
public sealed record CalibrationTable
{
    /// <summary>Error of a single particle, mean over the dimensions of the table, from which on its size is too small for the method. It depends on the size alone: a limit on each value's own error would keep the smooth and drop the rough.</summary>
    public const double LargestError = 0.13;

    /// <summary>How far a dimension may lie outside the dimensions that were calibrated; beyond it there is none.</summary>
    public const double Beyond = 0.2;

    /// <summary>Sizes in pixels, rising: longest scale of an outline, or square root of the inner pixels of a surface.</summary>
    public required double[] SizePx { get; init; }

    /// <summary>True dimensions, rising.</summary>
    public required double[] Dimension { get; init; }

    /// <summary>Mean uncorrected dimension, one row a size, one column a true dimension.</summary>
    public required double[][] Shown { get; init; }

    /// <summary>Standard deviation of one shape's uncorrected dimension, alike.</summary>
    public required double[][] Spread { get; init; }

    /// <summary>
    /// The true dimension that shows itself so: straight lines between the dimensions, and between the logarithms of the sizes; beyond the first and the last dimension the line goes on, beyond the
    /// last size its row holds. The error is the larger of the fit's and the spread of single shapes, both stretched as the dimension is.
    /// </summary>
    /// <param name="shown">The uncorrected dimension.</param>
    /// <param name="sizePx">The particle's size as <see cref="SizePx"/> has it.</param>
    /// <returns>None where the particle is too small (<see cref="LargestError"/>) or the dimension too far outside the table (<see cref="Beyond"/>).</returns>
    public DimensionFit Correct(DimensionFit shown, double sizePx)
    {
        if (!shown.Exists || !(sizePx >= SizePx[0])) return DimensionFit.None;
        Row row = At(sizePx);
        if (row.TypicalError(Dimension) > LargestError) return DimensionFit.None;
        int segment = 0;
        while (segment < Dimension.Length - 2 && row.Shown(segment + 1) < shown.Dimension) segment++;
        double rise = row.Shown(segment + 1) - row.Shown(segment), gain = (Dimension[segment + 1] - Dimension[segment]) / rise;
        double part = (shown.Dimension - row.Shown(segment)) / rise, inside = Math.Clamp(part, 0, 1);
        double found = Dimension[segment] + part * (Dimension[segment + 1] - Dimension[segment]);
        double spread = gain * ((1 - inside) * row.Spread(segment) + inside * row.Spread(segment + 1));
        return !(rise > 0) || found < Dimension[0] - Beyond || found > Dimension[^1] + Beyond
            ? DimensionFit.None
            : new DimensionFit(found, Math.Max(gain * shown.StandardError, spread), shown.RSquared);
    }

    /// <summary>The smallest size that gets a dimension, pixels, within a part in a hundred; infinity where none does.</summary>
    public double SmallestSizePx
    {
        get
        {
            for (double size = SizePx[0]; size <= SizePx[^1]; size *= 1.01)
                if (At(size).TypicalError(Dimension) <= LargestError) return size;
            return double.PositiveInfinity;
        }
    }

    private Row At(double sizePx)
    {
        int upper = Array.FindIndex(SizePx, s => s > sizePx);
        if (upper < 0) upper = SizePx.Length - 1;
        int lower = Math.Max(upper - 1, 0);
        double share = lower == upper ? 0 : Math.Clamp(Math.Log(sizePx / SizePx[lower]) / Math.Log(SizePx[upper] / SizePx[lower]), 0, 1);
        return new Row(this, lower, upper, share);
    }

    /// <summary>The row of a size between two.</summary>
    private readonly record struct Row(CalibrationTable Table, int Lower, int Upper, double Share)
    {
        internal double Shown(int column) => (1 - Share) * Table.Shown[Lower][column] + Share * Table.Shown[Upper][column];

        internal double Spread(int column) => (1 - Share) * Table.Spread[Lower][column] + Share * Table.Spread[Upper][column];

        /// <summary>Mean spread over the mean rise of what is shown with the dimension.</summary>
        internal double TypicalError(double[] dimensions)
        {
            double spread = 0;
            for (int d = 0; d < dimensions.Length; d++) spread += Spread(d) / dimensions.Length;
            return spread * (dimensions[^1] - dimensions[0]) / Math.Max(Shown(dimensions.Length - 1) - Shown(0), 1e-9);
        }
    }
}
