namespace LtoAutoscope.Domain.Frames;

/// <summary>Finds and measures the particles of one frame.</summary>
public interface IFrameAnalyser
{
    /// <summary>Segments and measures a frame; pure in the pixels, the pixel size and the settings.</summary>
    Task<FrameAnalysis> AnalyseAsync(Frame frame, CancellationToken cancellationToken);

    /// <summary>Name and SHA-256 of the model behind it, for provenance.</summary>
    string ModelIdentity { get; }
}
