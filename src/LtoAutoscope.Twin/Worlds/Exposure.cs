namespace LtoAutoscope.Twin.Worlds;

/// <summary>A rectangle of the sample that was scanned.</summary>
/// <param name="CentreXMm">Stage x, mm.</param>
/// <param name="CentreYMm">Stage y, mm.</param>
/// <param name="RotationDeg">Angle of its width to the stage's x axis, degrees.</param>
/// <param name="WidthUm">Width, µm.</param>
/// <param name="HeightUm">Height, µm.</param>
/// <param name="DosePerNm2">Electrons per nm².</param>
public sealed record Exposure(double CentreXMm, double CentreYMm, double RotationDeg, double WidthUm, double HeightUm, double DosePerNm2)
{
    private const double ElectronsPerPicoampereMicrosecond = 6.241509;

    /// <summary>What a view does to the sample.</summary>
    public static Exposure Of(ViewRequest view)
    {
        double pixelNm = view.FieldWidthUm * 1000 / view.WidthPx, heightUm = view.FieldWidthUm * view.HeightPx / view.WidthPx;
        double dose = Math.Max(0, view.ProbeCurrentPa) * Math.Max(0, view.DwellUs) * ElectronsPerPicoampereMicrosecond / (pixelNm * pixelNm);
        return new Exposure(view.CentreXMm, view.CentreYMm, view.RotationDeg, view.FieldWidthUm, heightUm, dose);
    }

    /// <summary>Half its diagonal, mm.</summary>
    internal double ReachMm => Math.Sqrt(WidthUm * WidthUm + HeightUm * HeightUm) / 2000;

    /// <summary>Whether a place lies in it, mm.</summary>
    public bool Covers(double xMm, double yMm)
    {
        (double sin, double cos) = Math.SinCos(RotationDeg * Math.PI / 180);
        double dx = (xMm - CentreXMm) * 1000, dy = (yMm - CentreYMm) * 1000;
        return Math.Abs(cos * dx + sin * dy) <= WidthUm / 2 && Math.Abs(-sin * dx + cos * dy) <= HeightUm / 2;
    }
}
