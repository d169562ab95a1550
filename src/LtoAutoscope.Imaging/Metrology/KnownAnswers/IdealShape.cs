using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>A shape given exactly by its corners, pixels, around the origin; curves by corners so dense that no figure differs in the fourth digit.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Corners">In order, the first not repeated.</param>
/// <param name="Dimension">Its fractal dimension at all scales, NaN where it has none that is known.</param>
public sealed record IdealShape(string Name, ImagePoint[] Corners, double Dimension)
{
    /// <summary>Area, px².</summary>
    public double Area => Polygon.Area(Corners);

    /// <summary>Diameter of the circle of equal area, pixels.</summary>
    public double Diameter => 2 * Math.Sqrt(Area / Math.PI);

    /// <summary>Length of the outline, pixels.</summary>
    public double Perimeter => Polygon.Length(Corners);

    /// <summary>Ellipse of equal second moments.</summary>
    public MomentEllipse Ellipse => MomentEllipse.Of(PolygonMoments.Of(Corners));

    /// <summary>Feret diameters, pixels.</summary>
    public FeretDiameters Feret => FeretDiameters.Of(Polygon.ConvexHull(Corners));

    /// <summary>Area over the area of the convex hull.</summary>
    public double Solidity => Area / Polygon.Area(Polygon.ConvexHull(Corners));

    /// <summary>The shape turned and moved.</summary>
    /// <param name="angle">Radians.</param>
    /// <param name="x">To the right, pixels.</param>
    /// <param name="y">Down, pixels.</param>
    public IdealShape Placed(double angle, double x, double y)
    {
        (double sin, double cos) = Math.SinCos(angle);
        return this with { Corners = [.. Corners.Select(c => new ImagePoint(cos * c.XPx - sin * c.YPx + x, sin * c.XPx + cos * c.YPx + y))] };
    }

    /// <summary>The shape scaled to an equivalent circle diameter, its centroid at the origin.</summary>
    /// <param name="diameter">Pixels.</param>
    public IdealShape OfDiameter(double diameter)
    {
        PolygonMoments m = PolygonMoments.Of(Corners);
        double scale = diameter / (2 * Math.Sqrt(m.Area / Math.PI));
        return this with { Corners = [.. Corners.Select(c => new ImagePoint(scale * (c.XPx - m.X), scale * (c.YPx - m.Y)))] };
    }

    /// <summary>The same outline with corners no farther apart than a length, pixels, as the methods of roughness ask for.</summary>
    /// <param name="spacing">Pixels.</param>
    public ImagePoint[] Dense(double spacing)
    {
        List<ImagePoint> points = [];
        for (int i = 0; i < Corners.Length; i++)
        {
            ImagePoint a = Corners[i], b = Corners[(i + 1) % Corners.Length];
            int parts = Math.Max(1, (int)Math.Ceiling(Polygon.Distance(a, b) / spacing));
            for (int k = 0; k < parts; k++)
                points.Add(new ImagePoint(a.XPx + (b.XPx - a.XPx) * k / parts, a.YPx + (b.YPx - a.YPx) * k / parts));
        }

        return [.. points];
    }
}
