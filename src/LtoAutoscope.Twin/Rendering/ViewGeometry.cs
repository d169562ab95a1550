using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>Which place on the sample a pixel of a view shows; the image's y axis points down, the stage's up.</summary>
internal readonly struct ViewGeometry
{
    private const double NanometresPerMillimetre = 1e6;
    private const double SmallestTiltDeg = 0.05;

    /// <param name="view">The view.</param>
    /// <param name="margin">Pixels added on each side.</param>
    internal ViewGeometry(ViewRequest view, int margin)
    {
        Margin = margin;
        Width = view.WidthPx + 2 * margin;
        Height = view.HeightPx + 2 * margin;
        PixelNm = view.FieldWidthUm * 1000 / view.WidthPx;
        CentreX = view.CentreXMm * NanometresPerMillimetre;
        CentreY = view.CentreYMm * NanometresPerMillimetre;
        (Sin, Cos) = Math.SinCos(view.RotationDeg * Math.PI / 180);
        StretchY = Math.Abs(view.TiltDeg) < SmallestTiltDeg ? 1 : 1 / Math.Max(0.2, Math.Cos(view.TiltDeg * Math.PI / 180));
    }

    internal int Margin { get; }

    internal int Width { get; }

    internal int Height { get; }

    internal double PixelNm { get; }

    internal double CentreX { get; }

    internal double CentreY { get; }

    /// <summary>How many times more of a tilted surface a pixel spans along y than along x.</summary>
    internal double StretchY { get; }

    internal double Sin { get; }

    internal double Cos { get; }

    /// <summary>The stage place of a pixel's middle, nm, relative to the view's centre.</summary>
    internal (double X, double Y) Offset(double px, double py)
    {
        double u = (px - (Width - 1) / 2.0) * PixelNm, v = -(py - (Height - 1) / 2.0) * PixelNm * StretchY;
        return (Cos * u - Sin * v, Sin * u + Cos * v);
    }

    /// <summary>The pixel that shows a stage place, nm.</summary>
    internal (double X, double Y) Pixel(double x, double y)
    {
        double dx = x - CentreX, dy = y - CentreY;
        return ((Cos * dx + Sin * dy) / PixelNm + (Width - 1) / 2.0, -(-Sin * dx + Cos * dy) / (PixelNm * StretchY) + (Height - 1) / 2.0);
    }

    /// <summary>The stage rectangle around the view, nm.</summary>
    internal (double X0, double Y0, double X1, double Y1) Bounds()
    {
        double halfU = Width * PixelNm / 2, halfV = Height * PixelNm * StretchY / 2;
        double halfX = Math.Abs(Cos) * halfU + Math.Abs(Sin) * halfV, halfY = Math.Abs(Sin) * halfU + Math.Abs(Cos) * halfV;
        return (CentreX - halfX, CentreY - halfY, CentreX + halfX, CentreY + halfY);
    }
}
