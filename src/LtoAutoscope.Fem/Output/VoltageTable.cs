using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Output;

/// <summary><c>voltage.csv</c>: one row a time step, units in the header.</summary>
public static class VoltageTable
{
    /// <summary>The header line.</summary>
    public const string Header = "time_s,current_A_m2,voltage_V,lithiation,side_charge_mAh_g,film_nm,charge_mAh_g";

    /// <summary>The whole file.</summary>
    public static string Write(IReadOnlyList<CyclePoint> curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var text = new StringBuilder(Header).Append('\n');
        foreach (var p in curve)
        {
            text.Append(CultureInfo.InvariantCulture, $"{p.TimeS:0.######},{p.CurrentAM2:g9},{p.VoltageV:0.#######},{p.Lithiation:0.#########},{p.SideChargeMAhG:g9},{p.FilmThicknessNm:g9},{p.ChargeMAhG:0.######}\n");
        }

        return text.ToString();
    }
}
