namespace LtoAutoscope.Fem.Identification;

/// <summary>
/// Finite volumes along the radius of a unit sphere, finer towards the surface. Lengths over the radius, volumes over the sphere's volume;
/// diffusivity 1. Conductances are scaled by one factor so that the discrete lag is exactly 1/15.
/// </summary>
internal sealed class RadialMesh
{
    private const double Grading = 1.6;

    internal RadialMesh(int count)
    {
        Volumes = new double[count];
        Links = new double[count - 1];
        var edge = new double[count + 1];
        for (int i = 0; i <= count; i++) edge[i] = 1 - Math.Pow(1 - ((double)i / count), Grading);
        var centre = new double[count];
        for (int i = 0; i < count; i++)
        {
            Volumes[i] = Cube(edge[i + 1]) - Cube(edge[i]);
            centre[i] = 0.5 * (edge[i] + edge[i + 1]);
        }

        // The sphere's volume is 1, so a face of radius r has the area 3r².
        for (int i = 0; i < count - 1; i++) Links[i] = 3 * edge[i + 1] * edge[i + 1] / (centre[i + 1] - centre[i]);
        Surface = 3 / (1 - centre[^1]);

        // −∇²w = 1 with w = 0 on the surface: what is made inside a face passes it.
        double w = 1 / Surface, mean = Volumes[^1] * w;
        for (int i = count - 2; i >= 0; i--)
        {
            w += Cube(edge[i + 1]) / Links[i];
            mean += Volumes[i] * w;
        }

        double factor = 15 * mean;
        for (int i = 0; i < Links.Length; i++) Links[i] *= factor;
        Surface *= factor;
    }

    /// <summary>Volumes of the cells; they add up to 1.</summary>
    internal double[] Volumes { get; }

    /// <summary>Conductance between a cell and the next one outwards.</summary>
    internal double[] Links { get; }

    /// <summary>Conductance between the last cell and the surface.</summary>
    internal double Surface { get; }

    private static double Cube(double r) => r * r * r;
}
