using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.Identification;

/// <summary>Cells whose parameters are known, because the model made them.</summary>
internal static class SyntheticCells
{
    internal const double VoltageNoiseV = 0.002;
    internal const double Ce1Noise = 0.001;

    /// <summary>A test of 10 mg at an even sampling, with noise on the voltage and on the charge that comes back.</summary>
    internal static FitCell Make(Material truth, double diameterNm, double ratio, double ratePerHour, long seed)
    {
        var sample = CellSample.FromMeans($"d{diameterNm:0} at {ratePerHour}C", diameterNm, ratio);
        var response = ReducedModels.Particle.Predict(sample, truth, truth.Role == MaterialRole.Cathode ? Protocol.Of(truth, ratePerHour) : Protocol.ConstantCurrent(ratePerHour, 1.0, 2.5));
        var random = new SeededRandom(seed, 77);
        double current = ratePerHour / 3600 * truth.TheoreticalCapacityMAhG * 3.6 * 0.010;
        // The efficiency's noise is on the second half's time, as a cycler's current error would be.
        double stretch = 1 + (Ce1Noise * random.NextNormal());
        var points = new List<CellTestPoint>();
        double offset = 0, last = 0;
        foreach (var half in FitCell.Halves(response))
        {
            bool first = offset == 0;
            double total = half[^1].ChargeMAhG, seconds = total * 3.6 * 0.010 / current * (first ? 1 : stretch);
            for (int i = 0; i <= 400; i++)
            {
                double share = i / 400.0;
                last = offset + (share * seconds);
                points.Add(new CellTestPoint(last, FitCell.At(half, share * total) + (VoltageNoiseV * random.NextNormal()), first == (truth.Role == MaterialRole.Anode) ? -current : current, double.NaN));
            }

            offset = last;
        }

        var details = new CellTestDetails { MassG = 0.010, Name = sample.Name, VoltageUncertaintyV = VoltageNoiseV, Ce1Uncertainty = Ce1Noise, ChargeUncertainty = 0.002 };
        return FitCell.From(GalvanostaticTest.Create("synthetic", details, points), sample, role: truth.Role);
    }
}
