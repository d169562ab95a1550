using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The weight of a sample in fine cells of a layout, group of clusters by group: all curves and their bands come from it.</summary>
internal sealed class DistributionGrid
{
    private readonly ClusterTotals totals;
    private readonly DistributionLayout layout;
    private readonly int fine, cells;
    private readonly double[] weight;
    private readonly double[] byGroup;
    private readonly double[] below;
    private readonly int[] counts;
    private double belowTotal;

    internal DistributionGrid(ClusterTotals totals, DistributionLayout layout, int fine)
    {
        (this.totals, this.layout, this.fine) = (totals, layout, fine);
        cells = layout.Bins * fine;
        weight = new double[cells];
        byGroup = new double[cells * totals.Groups];
        below = new double[totals.Groups];
        counts = new int[layout.Bins];
        Fill();
    }

    /// <summary>Particles outside the layout.</summary>
    internal int Outside { get; private set; }

    internal IReadOnlyList<DistributionBin> Bins()
    {
        var bins = new DistributionBin[layout.Bins];
        double[] part = new double[totals.Groups];
        for (int bin = 0; bin < bins.Length; bin++)
        {
            Array.Clear(part);
            double sum = 0;
            for (int cell = bin * fine; cell < (bin + 1) * fine; cell++)
            {
                sum += weight[cell];
                for (int g = 0; g < part.Length; g++) part[g] += byGroup[cell * part.Length + g];
            }

            bins[bin] = new DistributionBin(layout.Edge(bin), layout.Edge(bin + 1), counts[bin], Share(sum / totals.Total, part, 1));
        }

        return bins;
    }

    internal IReadOnlyList<DistributionPoint> Cumulative()
    {
        var points = new DistributionPoint[cells + 1];
        double[] part = [.. below];
        double sum = belowTotal;
        for (int cell = 0; cell <= cells; cell++)
        {
            points[cell] = new DistributionPoint(layout.Edge((double)cell / fine), Share(sum / totals.Total, part, 1));
            if (cell == cells) break;
            sum += weight[cell];
            for (int g = 0; g < part.Length; g++) part[g] += byGroup[cell * part.Length + g];
        }

        return points;
    }

    /// <summary>Gaussian kernel density, share for one bar's width.</summary>
    internal IReadOnlyList<DistributionPoint> Density(double bandwidth, int intervals)
    {
        var points = new DistributionPoint[intervals + 1];
        double[] part = new double[totals.Groups];
        double bars = bandwidth / layout.Width;
        for (int i = 0; i <= intervals; i++)
        {
            double at = (double)layout.Bins * i / intervals, sum = 0;
            Array.Clear(part);
            int from = Math.Max(0, (int)((at - 4.5 * bars) * fine)), to = Math.Min(cells - 1, (int)((at + 4.5 * bars) * fine));
            for (int cell = from; cell <= to; cell++)
            {
                if (weight[cell] == 0) continue;
                double z = (at - (cell + 0.5) / fine) / bars, kernel = Math.Exp(-0.5 * z * z) / (bars * Math.Sqrt(2 * Math.PI));
                sum += kernel * weight[cell];
                for (int g = 0; g < part.Length; g++) part[g] += kernel * byGroup[cell * part.Length + g];
            }

            points[i] = new DistributionPoint(layout.Edge(at), Share(sum / totals.Total, part, double.PositiveInfinity));
        }

        return points;
    }

    private Estimate Share(double share, double[] part, double most)
    {
        double half = totals.Coverage * totals.StandardError(part, share);
        return new Estimate(share, Math.Max(0, share - half), Math.Min(most, share + half));
    }

    private void Fill()
    {
        DistributionSample sample = totals.Sample;
        int cell = 0;
        double first = layout.Edge(0), next = layout.Edge(1.0 / fine), last = layout.Edge(layout.Bins);
        for (int i = 0; i < sample.Count; i++)
        {
            double value = sample.Values[i];
            int group = totals.GroupOf(i);
            if (value < first)
            {
                below[group] += sample.Weights[i];
                belowTotal += sample.Weights[i];
                Outside++;
                continue;
            }

            // The upper edge of the last bar belongs to it.
            if (value > last)
            {
                Outside += sample.Count - i;
                return;
            }

            while (value >= next && cell < cells - 1) next = layout.Edge((double)(++cell + 1) / fine);
            weight[cell] += sample.Weights[i];
            byGroup[cell * totals.Groups + group] += sample.Weights[i];
            counts[cell / fine]++;
        }
    }
}
