package app

import (
	"followcal/schedule"
	"followcal/schedule/workday"
)

// App answers the use cases. It is safe for concurrent use.
type App struct {
	days schedule.Days
}

// New composes followcal: the planner with the business days of the real world.
func New() *App { return &App{days: workday.Region} }
