using LtoAutoscope.Daemon.Cli;

return await RootVerb.RunAsync(args);
