using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Output;

/// <summary>
/// What a cube of voxels shows on its faces: cut particles coloured by a field, and in the pores of a face the next particle behind in
/// grey, the darker the deeper. Shared by the vector and the pixel picture.
/// </summary>
internal sealed class CubeShading
{
    /// <summary>Colours of the field.</summary>
    internal const int Shades = 40;

    /// <summary>Greys of what lies behind.</summary>
    internal const int Depths = 7;

    private readonly VoxelMicrostructure _structure;
    private readonly float[] _field;
    private readonly int _edge;
    private readonly int _step;

    /// <param name="structure">The voxels; of a box that is no cube the cube at its origin is shown.</param>
    /// <param name="field">One value a voxel, NaN where the field has none.</param>
    /// <param name="maximumCells">Most cells along an edge; a finer grid is thinned.</param>
    /// <param name="range">The values of the darkest and the brightest colour; null: the field's own ends.</param>
    internal CubeShading(VoxelMicrostructure structure, float[] field, int maximumCells, (double Low, double High)? range = null)
    {
        _structure = structure;
        _field = field;
        _edge = Math.Min(structure.SizeX, Math.Min(structure.SizeY, structure.SizeZ));
        _step = (_edge + maximumCells - 1) / maximumCells;
        Cells = _edge / _step;
        (Low, High) = range is { } given && given.High > given.Low ? given : Range(field);
        Faces = CubeFace.Of(_edge);
    }

    /// <summary>Cells along an edge.</summary>
    internal int Cells { get; }

    /// <summary>The value of the darkest colour.</summary>
    internal double Low { get; }

    /// <summary>The value of the brightest colour.</summary>
    internal double High { get; }

    /// <summary>Edge of the cube, µm.</summary>
    internal double EdgeUm => _edge * _structure.VoxelSizeNm / 1000;

    /// <summary>The three faces in front.</summary>
    internal IReadOnlyList<CubeFace> Faces { get; }

    /// <summary>The shade of a cell of a face: below <see cref="Shades"/> a colour, above it a grey, −1 for nothing within sight.</summary>
    internal int ShadeAt(in CubeFace face, int u, int v)
    {
        for (int depth = 0; depth <= Depths && depth < _edge; depth++)
        {
            var (x, y, z) = face.VoxelAt(u * _step, v * _step, depth);
            float value = _field[_structure.Index(x, y, z)];
            if (float.IsNaN(value)) continue;
            return depth == 0 ? Math.Clamp((int)((value - Low) / (High - Low) * Shades), 0, Shades - 1) : Shades + depth - 1;
        }

        return -1;
    }

    /// <summary>The colour of a shade on a face of some brightness.</summary>
    internal static (byte R, byte G, byte B) ColourOf(int shade, double light)
    {
        if (shade < Shades)
        {
            var (r, g, b) = Cividis.At((shade + 0.5) / Shades);
            return ((byte)(r * light), (byte)(g * light), (byte)(b * light));
        }

        double grey = light * Math.Exp(-(shade - Shades) / 3.0);
        return ((byte)(16 + (56 * grey)), (byte)(19 + (56 * grey)), (byte)(22 + (50 * grey)));
    }

    private static (double Low, double High) Range(float[] field)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (float value in field)
        {
            if (float.IsNaN(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (!double.IsFinite(low)) return (0, 1);
        // A field that is flat to the rounding of a float has no colours to show: one shade.
        double flat = 1e-6 * Math.Max(Math.Abs(low), Math.Abs(high));
        return high - low > flat ? (low, high) : (low - Math.Max(flat, 1e-12), low + Math.Max(flat, 1e-12));
    }
}
