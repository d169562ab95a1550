using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Pipeline.Cells;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The voltage curves of a cell model and of measured cells of the same sample.</summary>
/// <param name="TimeS">Time since the start, s; one entry a point.</param>
/// <param name="VoltageV">Voltage, V.</param>
/// <param name="Lithiation">Mean lithiation, 0…1.</param>
/// <param name="ChargeMAhG">Charge since the start of the half cycle, mAh/g; NaN where the model does not tell it.</param>
/// <param name="Half">1 lithiates, −1 delithiates, 0 rests.</param>
/// <param name="Points">Points that the model wrote; more than are given here where the curve was thinned.</param>
/// <param name="Measured">Half cycles of measured cells.</param>
/// <param name="Problems">Measured tests that cannot be read, each in a sentence.</param>
public sealed record CellCurves(
    IReadOnlyList<double> TimeS, IReadOnlyList<double> VoltageV, IReadOnlyList<double> Lithiation, [property: JsonPropertyName("charge_mAh_g")] IReadOnlyList<double> ChargeMAhG, IReadOnlyList<int> Half, int Points,
    IReadOnlyList<MeasuredCurve> Measured, IReadOnlyList<string> Problems)
{
    /// <summary>Most points given.</summary>
    public const int MaximumPoints = 4000;

    internal static CellCurves Of(IReadOnlyList<CyclePoint> curve, IReadOnlyList<MeasuredCurve> measured, IReadOnlyList<string> problems)
    {
        int step = Math.Max(1, (curve.Count + MaximumPoints - 1) / MaximumPoints);
        // The first and the last point of each half cycle stay, whatever the step.
        CyclePoint[] kept = [.. curve.Where((point, i) => i % step == 0 || i == curve.Count - 1 || Sign(curve[i + 1]) != Sign(point) || Sign(curve[i - 1]) != Sign(point))];
        return new CellCurves(
            [.. kept.Select(point => point.TimeS)], [.. kept.Select(point => point.VoltageV)], [.. kept.Select(point => point.Lithiation)], [.. kept.Select(point => point.ChargeMAhG)],
            [.. kept.Select(Sign)], curve.Count, [.. measured.Select(Thin)], problems);
    }

    private static int Sign(CyclePoint point) => Math.Sign(point.CurrentAM2);

    private static MeasuredCurve Thin(MeasuredCurve curve)
    {
        int step = Math.Max(1, (curve.VoltageV.Count + MaximumPoints - 1) / MaximumPoints);
        return curve with { ChargeMAhG = [.. curve.ChargeMAhG.Where((_, i) => i % step == 0)], VoltageV = [.. curve.VoltageV.Where((_, i) => i % step == 0)] };
    }
}
