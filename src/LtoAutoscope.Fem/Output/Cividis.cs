namespace LtoAutoscope.Fem.Output;

/// <summary>The cividis colour map, readable with colour vision deficiency (Nuñez, Anderton and Renslow, PLoS ONE 13 (2018) e0199239), by linear interpolation between eleven of its colours.</summary>
public static class Cividis
{
    private static readonly (int R, int G, int B)[] Colours =
    [
        (0, 34, 78), (18, 53, 112), (59, 73, 108), (87, 93, 109), (112, 113, 115), (138, 134, 120),
        (165, 156, 116), (195, 179, 105), (225, 204, 85), (243, 219, 72), (254, 232, 56),
    ];

    /// <summary>The colour of a value.</summary>
    /// <param name="t">0…1; taken into that range.</param>
    public static (int R, int G, int B) At(double t)
    {
        double at = Math.Clamp(double.IsNaN(t) ? 0 : t, 0, 1) * (Colours.Length - 1);
        int low = Math.Min((int)at, Colours.Length - 2);
        double f = at - low;
        var (a, b) = (Colours[low], Colours[low + 1]);
        return ((int)Math.Round(a.R + (f * (b.R - a.R))), (int)Math.Round(a.G + (f * (b.G - a.G))), (int)Math.Round(a.B + (f * (b.B - a.B))));
    }

    /// <summary>The colour as <c>#rrggbb</c>.</summary>
    public static string Hex(double t)
    {
        var (r, g, b) = At(t);
        return $"#{r:x2}{g:x2}{b:x2}";
    }
}
