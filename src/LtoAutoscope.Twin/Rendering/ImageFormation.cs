using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// From the ideal signal to grey levels, in the order of nature: yield of the tilted surface, contamination, probe, charging along the line, the
/// scan's own errors, detector.
/// </summary>
internal static class ImageFormation
{
    private const double ChargingCurrentPa = 100;
    private const double SmallestTiltDeg = 0.05;
    private const int DoseStep = 4;

    /// <summary>How many pixels around the view the signal must have.</summary>
    internal static int Margin(ViewRequest view, ProbeSpot spot, int least, int most)
        => Math.Clamp((int)Math.Ceiling(3 * spot.LargestSigmaNm / (view.FieldWidthUm * 1000 / view.WidthPx)) + 4, least, most) + new ScanWarp(view).Reach;

    /// <summary>Exposes the middle of a padded signal, which is used up.</summary>
    internal static GreyImage Finish(float[] signal, ViewGeometry g, ViewRequest view, ProbeSpot spot, Detector detector)
    {
        if (Math.Abs(view.TiltDeg) >= SmallestTiltDeg) Scale(signal, (float)(1 / Math.Max(0.2, Math.Cos(view.TiltDeg * Math.PI / 180))));
        if (view.Image.Contamination > 0 && view.Earlier.Count > 0) Contaminate(signal, g, view);
        double area = g.PixelNm * g.PixelNm;
        GaussianBlur.Apply(signal, g.Width, g.Height, spot.XX / area, spot.XY / area, spot.YY / area);
        if (view.Image.Charging > 0) Charge(signal, g, view);
        return detector.Expose(new ScanWarp(view).Apply(signal, g.Width, g.Margin), g.Width, g.Margin, view);
    }

    private static void Scale(float[] signal, float factor)
    {
        foreach (ref float s in signal.AsSpan()) s *= factor;
    }

    /// <summary>A layer of carbon that grows with the dose and lets fewer secondary electrons out.</summary>
    private static void Contaminate(float[] signal, ViewGeometry g, ViewRequest view)
    {
        for (int y = 0; y < g.Height; y += DoseStep)
        {
            for (int x = 0; x < g.Width; x += DoseStep)
            {
                (double dx, double dy) = g.Offset(x + (DoseStep - 1) / 2.0, y + (DoseStep - 1) / 2.0);
                double xMm = (g.CentreX + dx) * 1e-6, yMm = (g.CentreY + dy) * 1e-6, dose = 0;
                foreach (Exposure earlier in view.Earlier)
                    if (earlier.Covers(xMm, yMm)) dose += earlier.DosePerNm2;
                if (dose <= 0) continue;
                float left = (float)(1 - view.Image.Contamination * (1 - Math.Exp(-dose / view.Image.ContaminationDosePerNm2)));
                for (int j = y; j < Math.Min(y + DoseStep, g.Height); j++)
                    for (int i = x; i < Math.Min(x + DoseStep, g.Width); i++) signal[j * g.Width + i] *= left;
            }
        }
    }

    /// <summary>Places that emit much charge up and hold their electrons back: the line is darker behind them until the charge has flowed off.</summary>
    private static void Charge(float[] signal, ViewGeometry g, ViewRequest view)
    {
        float keep = (float)Math.Exp(-Math.Max(1e-6, view.DwellUs) / Math.Max(1e-3, view.Image.ChargeDecayUs));
        float strength = (float)(view.Image.Charging * 2 * view.ProbeCurrentPa / (view.ProbeCurrentPa + ChargingCurrentPa));
        for (int y = 0; y < g.Height; y++)
        {
            Span<float> row = signal.AsSpan(y * g.Width, g.Width);
            float charge = 0;
            foreach (ref float s in row)
            {
                float held = charge;
                charge = keep * charge + (1 - keep) * s;
                s *= Math.Max(0, 1 - strength * held);
            }
        }
    }
}
