using LtoAutoscope.Daemon.Components.Text;

namespace LtoAutoscope.Daemon.Components.Parts;

/// <summary>A scale bar of a round length near a fifth of a field's width, drawn from the pixel size in the metadata.</summary>
/// <param name="Share">Its length as a share of the field's width, 0…1.</param>
/// <param name="Label">Its length with the unit.</param>
public sealed record ScaleBar(double Share, string Label)
{
    /// <summary>For a field of so many nm; null where the scale is unknown.</summary>
    public static ScaleBar? For(double? fieldNm)
    {
        if (fieldNm is not > 0 || !double.IsFinite(fieldNm.Value)) return null;
        double aim = fieldNm.Value / 5;
        double decade = Math.Pow(10, Math.Floor(Math.Log10(aim)));
        double length = (aim / decade) switch { >= 5 => 5, >= 2 => 2, _ => 1 } * decade;
        string label = length >= 1e6 ? $"{Figures.Significant(length / 1e6, 1)} mm" : length >= 1000 ? $"{Figures.Significant(length / 1000, 1)} µm" : $"{Figures.Significant(length, 1)} nm";
        return new(length / fieldNm.Value, label);
    }
}
