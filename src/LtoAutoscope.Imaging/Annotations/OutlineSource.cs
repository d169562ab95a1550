namespace LtoAutoscope.Imaging.Annotations;

/// <summary>In which form outlines come back.</summary>
public enum OutlineSource
{
    /// <summary>The form that was changed since the export.</summary>
    Changed,

    /// <summary>Label maps in <c>labels/</c>.</summary>
    Labels,

    /// <summary>A COCO file.</summary>
    Coco,
}
