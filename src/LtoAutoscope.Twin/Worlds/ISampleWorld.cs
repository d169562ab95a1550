using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>What lies under the beam: it turns a view into the frame that a detector would give, and knows the truth.</summary>
public interface ISampleWorld
{
    /// <summary>Forms the image of a view; pure in the world's seed and the view.</summary>
    GreyImage Render(ViewRequest view, CancellationToken cancellationToken);

    /// <summary>The surface's distance from the lens at which it is sharp, mm, at a place on the stage.</summary>
    double SurfaceWorkingDistanceMm(double xMm, double yMm);

    /// <summary>The true instance mask of a view (visible parts, upper particles hide lower ones), or null where nobody knows it.</summary>
    LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken);
}
