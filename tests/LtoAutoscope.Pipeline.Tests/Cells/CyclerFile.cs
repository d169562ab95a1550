using System.Globalization;
using System.Text;

namespace LtoAutoscope.Pipeline.Tests.Cells;

/// <summary>A cycler's file in the Battery Data Format: cycles of a half cell of 10 mg at 1.75 mA, which is 1C of 175 mAh/g.</summary>
internal static class CyclerFile
{
    /// <summary>The file.</summary>
    /// <param name="halves">Charges of the half cycles, mAh/g, lithiation first.</param>
    public static byte[] Bdf(params double[] halves) => Bdf([.. halves.Select(charge => (charge, 1.0))]);

    /// <summary>The file.</summary>
    /// <param name="halves">Charges of the half cycles, mAh/g, lithiation first, and their C-rates, 1/h.</param>
    public static byte[] Bdf(params (double MAhG, double PerHour)[] halves)
    {
        var text = new StringBuilder("Test Time / s,Voltage / V,Current / A\n0,3,0\n60,2.9,0\n");
        double time = 60;
        for (int half = 0; half < halves.Length; half++)
        {
            double current = 0.00175 * halves[half].PerHour, duration = halves[half].MAhG * 0.010 / 1000 / current * 3600;
            for (int i = 0; i <= 40; i++)
            {
                double share = i / 40.0, voltage = half % 2 == 0 ? 1.55 + (0.9 * Math.Exp(-share * 40)) - (0.55 * Math.Exp((share - 1) * 40)) : 1.58 - (0.5 * Math.Exp(-share * 40)) + (0.92 * Math.Exp((share - 1) * 40));
                text.Append(CultureInfo.InvariantCulture, $"{time + (share * duration):0.####},{voltage:0.#####},{(half % 2 == 0 ? -current : current)}\n");
            }

            time += duration;
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
