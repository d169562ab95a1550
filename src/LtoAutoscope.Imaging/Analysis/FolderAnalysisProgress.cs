namespace LtoAutoscope.Imaging.Analysis;

/// <summary>How far an analysis is.</summary>
/// <param name="Done">Images finished, failed ones included.</param>
/// <param name="Total">Images in all.</param>
/// <param name="Latest">The image just finished.</param>
public sealed record FolderAnalysisProgress(int Done, int Total, ImageOutcome Latest);
