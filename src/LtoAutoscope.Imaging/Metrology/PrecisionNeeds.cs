using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>How many more frames make the statistical interval as narrow as asked: the smallest k with t₀.₉₇₅,ₖ₋₁·s/√k ≤ asked, s the scatter of a figure from frame to frame.</summary>
internal static class PrecisionNeeds
{
    private const int Most = 1_000_000;

    internal static PrecisionNeed Of(UncertaintyBudget budget, CountedParticles particles, int frames, double asked)
    {
        double counting = budget.Sources[0].Contribution, places = budget.Sources[1].Contribution;
        double error = Math.Sqrt(counting * counting + places * places), value = Math.Abs(budget.Value);
        double other = Math.Sqrt(budget.Sources.Where(static s => s.Type == "B").Sum(static s => s.Contribution * s.Contribution));
        int clusters = (int)budget.Sources[1].Value, with = (int)budget.Sources[0].Value;
        bool known = error > 0 && clusters > 1;
        double reached = known ? ClusterBootstrap.Coverage(clusters - 1) * error / value : double.NaN;
        int? more = known ? Clusters(error * Math.Sqrt(clusters), asked * value) - clusters : null;
        if (more < 0) more = 0;
        return new PrecisionNeed(
            budget.Measure, budget.Statistic, asked, reached, ClusterBootstrap.Coverage(double.PositiveInfinity) * other / value,
            counting > 0 ? error * error / (counting * counting) : double.NaN,
            particles.IsOneFrame || frames < 2 ? null : more,
            more is int clustersMore ? (int)Math.Min(Most, Math.Ceiling(clustersMore * (double)with / clusters)) : null);
    }

    private static int Clusters(double scatter, double half)
    {
        int low = 2, high = 2;
        while (high < Most && !Suffices(high)) (low, high) = (high, high * 2);
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (Suffices(middle)) high = middle;
            else low = middle + 1;
        }

        return high;

        bool Suffices(int clusters) => ClusterBootstrap.Coverage(clusters - 1) * scatter / Math.Sqrt(clusters) <= half;
    }
}
